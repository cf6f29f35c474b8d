/** Reads which file of src/, repl/ and bench/ imports which: statements, types alone, and `import()` alike. It runs none of them. */
import { readFileSync } from "node:fs";
import { join, normalize } from "node:path";

export const repository = join(import.meta.dir, "../../..");

export interface Import {
  /** As it is written. */
  readonly path: string;
  readonly line: number;
  /** Nothing of it is left when the program runs. */
  readonly typeOnly: boolean;
}

/** One import of a file by another, both relative to the repository. */
export interface Arrow extends Import {
  readonly from: string;
  readonly to: string;
}

const names = String.raw`(?:\{[^}]*\}|\*(?:\s+as\s+[\w$]+)?|[\w$]+(?:\s*,\s*\{[^}]*\})?)`;
const statement = new RegExp(
  String.raw`^(?:import|export)\s+(type\s+)?(?:(${names})\s+from\s+)?"([^"\n]+)"`,
  "gm",
);
const call = /\bimport\(\s*"([^"\n]+)"\s*\)/g;

/** All imports in the text of a file that is formatted as ours are: statements begin a line, paths are in double quotes. */
export function importsIn(text: string): Import[] {
  const at = (index: number) => text.slice(0, index).split("\n").length;
  const statements = [...text.matchAll(statement)].map(({ 1: type, 2: given, 3: path, index }) => ({
    path: path!,
    line: at(index),
    typeOnly: type !== undefined || isTypesOnly(given),
  }));
  const calls = [...text.matchAll(call)].map(({ 1: path, index }) => ({
    path: path!,
    line: at(index),
    typeOnly: false,
  }));
  return [...statements, ...calls].sort((a, b) => a.line - b.line);
}

function isTypesOnly(given: string | undefined): boolean {
  if (!given?.startsWith("{")) return false;
  const parts = given.slice(1, -1).split(",");
  return parts.every((part) => part.trim() === "" || part.trim().startsWith("type "));
}

/** All files of the house, relative to the repository. */
export const houseFiles: readonly string[] = [
  ...new Bun.Glob("{src,repl,bench}/**/*.ts").scanSync(repository),
].sort();

export const textOf = (file: string): string => readFileSync(join(repository, file), "utf8");

/** The imports of packages and of Bun are none of them. */
export function arrowsOf(file: string, text = textOf(file)): Arrow[] {
  return importsIn(text)
    .filter(({ path }) => path.startsWith("."))
    .map((given) => ({ ...given, from: file, to: normalize(join(file, "..", given.path)) }));
}

export const allArrows: readonly Arrow[] = houseFiles.flatMap((file) => arrowsOf(file));
