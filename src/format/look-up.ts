/** What is at a path, where the operating system may refuse to say. */
import { existsSync, lstatSync, readdirSync, type Stats, statSync } from "node:fs";
import { fileTrouble } from "./file-trouble.ts";

/** What is there, links followed; undefined when nothing is. @throws FileError when it may not be looked at, or a part of the path is a file */
export const lookUp = (path: string): Stats | undefined => looked(path, statSync);

/** The same of a link itself. @throws FileError as `lookUp` */
export const lookUpLink = (path: string): Stats | undefined => looked(path, lstatSync);

/** The names in a folder, none when it does not exist. @throws FileError when it is no folder or cannot be read */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const isThere = code !== "ENOENT" && (code !== "ENOTDIR" || existsSync(folder));
    if (!isThere) return [];
    throw fileTrouble(folder, code === "ENOTDIR" ? { code: "EEXIST" } : error);
  }
}

function looked(path: string, look: (path: string) => Stats): Stats | undefined {
  try {
    return look(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw fileTrouble(path, error);
  }
}
