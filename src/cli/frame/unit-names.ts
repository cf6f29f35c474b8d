/** What recorded cells are called, beside the numbers by which all commands have them. */
import { type NpyArray, npyArray } from "../../format/npy-array.ts";
import { printable } from "../../printable.ts";
import type { ActivitySource } from "../../tasks/activity-source.ts";
import { wrap } from "./lines.ts";

/** Of each unit; undefined: their numbers are all there is. */
export type UnitNames = readonly string[] | undefined;

export function unitNamesOf({ units, unitName }: Pick<ActivitySource, "units" | "unitName">): UnitNames {
  const names = Array.from({ length: units }, (_, unit) => unitName(unit));
  return names.some((name, unit) => name !== `#${unit}`) ? names : undefined;
}

const shown = 12;

/** "#0 grid, #1 wall"; of many, the first ones. @param units whose names are wanted; default: of all */
export function unitNamesText(
  names: readonly string[],
  units: readonly number[] = [...names.keys()],
): string {
  const some = units.slice(0, shown).map((unit) => `#${unit} ${printable(names[unit]!)}`);
  const more = units.length > shown ? `, and ${units.length - shown} more (--json has all)` : "";
  return `${some.join(", ")}${more}`;
}

/** "units: #0 grid, #1 wall" */
export const unitNameLines = (names: UnitNames, columns: number): string[] =>
  names ? wrap(`units: ${unitNamesText(names)}`, columns) : [];

/** For a JSON answer, unless it has them itself. */
export const unitNamesAnswer = (names: UnitNames, value: object) =>
  names && !("unitNames" in value) ? { unitNames: names } : {};

/** For an npz. */
export const unitNamesArray = (names: UnitNames): Record<string, NpyArray> =>
  names ? { unit_names: npyArray(names) } : {};
