/** Folders of a run that a training writes into. */
import { mkdirSync } from "node:fs";
import { fileTrouble } from "../format/file-trouble.ts";
import { lookUpLink } from "../format/look-up.ts";
import { UserError } from "../user-error.ts";

export const isLink = (path: string): boolean => lookUpLink(path)?.isSymbolicLink() === true;

/** @throws UserError when it is a link: what it leads to is read, but somebody else's to change */
export function checkNoLink(folder: string): void {
  if (!isLink(folder)) return;
  throw new UserError(
    `${folder} is a link: a training does not write to what it leads to`,
    "put the folder itself in its place",
  );
}

/** Makes a folder of the run where it is missing. @throws UserError when it is a link, FileError when it cannot be made */
export function openOwnFolder(folder: string): void {
  checkNoLink(folder);
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw fileTrouble(folder, error);
  }
}
