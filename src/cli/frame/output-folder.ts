/** The folder that --out names, where several files are written: refused or made before the work. */
import { existsSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileTrouble } from "../../format/file-trouble.ts";
import { UserError } from "../../user-error.ts";

/**
 * Makes the folder.
 * @param names of the files that are going to be written
 * @throws UserError when one of them is there already (without `force`), or the folder cannot be made
 */
export function openOutputFolder(folder: string, names: readonly string[], force: boolean): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found && !found.isDirectory()) throw new UserError(`${folder} is no folder`, "choose another name");
  const taken = names.find((name) => existsSync(join(folder, name)));
  if (taken !== undefined && !force) {
    throw new UserError(`${join(folder, taken)} exists`, "use --force or another folder");
  }
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw fileTrouble(folder, error);
  }
}
