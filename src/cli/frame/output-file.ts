/** The file that --out names: refused before the work, shown after it. It is written by src/format/safe-write.ts. */
import { accessSync, constants, statSync } from "node:fs";
import { dirname } from "node:path";
import { fileTrouble } from "../../format/file-trouble.ts";
import { formatShape, type NpyArray } from "../../format/npy-array.ts";
import { writeNpz } from "../../format/npz.ts";
import { writeFileSafely } from "../../format/safe-write.ts";
import { printable } from "../../printable.ts";
import type { ActivitySource } from "../../tasks/activity-source.ts";
import { UserError } from "../../user-error.ts";
import { alignColumns } from "./columns.ts";
import { conditionsArray } from "./conditions.ts";
import { unitNamesArray, unitNamesOf } from "./unit-names.ts";

/**
 * Refuses an `--out` that could not be written in the end; called before the work is done.
 * @throws UserError when it exists (without `force`), is a directory, or its folder is missing or not writable
 */
export function checkOutput(path: string, force: boolean): void {
  try {
    const existing = statSync(path, { throwIfNoEntry: false });
    if (existing && !existing.isFile()) {
      throw new UserError(`${path} is not a regular file`, "choose another name");
    }
    if (existing && !force) throw new UserError(`${path} exists`, "use --force or another name");
    accessSync(dirname(path), constants.W_OK);
  } catch (error) {
    throw error instanceof UserError ? error : fileTrouble(dirname(path), error);
  }
}

/** The name of a written npz, and below it its arrays with their shapes. */
export function showFile(path: string, shapes: Readonly<Record<string, readonly number[]>>): string {
  const rows = Object.entries(shapes).map(([name, shape]) => [`  ${name}`, formatShape(shape)]);
  return [printable(path), ...alignColumns(rows)].join("\n");
}

/** What an output names of a source: nothing of units where only their maps are known. */
export type NamedSource = Pick<ActivitySource, "conditions"> &
  (Pick<ActivitySource, "units" | "unitName"> | { readonly units?: undefined });

/**
 * Writes what was computed of a source as an npz, with names of its units and its conditions.
 * @returns the name of the file, and below it its arrays with their shapes
 */
export function writeArrays(
  path: string,
  arrays: Readonly<Record<string, NpyArray>>,
  source: NamedSource,
  options: { readonly force: boolean },
): string {
  const all = {
    ...arrays,
    ...unitNamesArray(source.units === undefined ? undefined : unitNamesOf(source)),
    ...conditionsArray(source.conditions),
  };
  writeFileSafely(path, writeNpz(all), options);
  return showFile(path, Object.fromEntries(Object.entries(all).map(([name, { shape }]) => [name, shape])));
}
