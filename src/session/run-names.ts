/** The names a user may give for a run or a network: the one place that says what a bare name means. */
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { FileError } from "../format/file-trouble.ts";
import { lookUp, namesIn } from "../format/look-up.ts";
import { programLine } from "../program-words.ts";
import { openRun, type RunDirectory } from "../run/run-directory.ts";
import { suggestion } from "../suggest.ts";
import { UserError } from "../user-error.ts";

/** Where `train` keeps its runs, and where a bare name is looked for. */
export const runsDirectory = "runs";

const bundledDirectory = join(import.meta.dir, "../../checkpoints");

/** Names of the networks that come along. */
export const bundledNames = (): string[] =>
  readdirSync(bundledDirectory)
    .flatMap((file) => (file.endsWith(".safetensors") ? [file.slice(0, -".safetensors".length)] : []))
    .sort();

/**
 * The file of a network that comes along.
 * @param path what was given, made absolute: what is there goes first
 */
export const bundledFile = (path: string, given: string): string | undefined =>
  bundledNames().includes(given) && !mayBeThere(path)
    ? join(bundledDirectory, `${given}.safetensors`)
    : undefined;

/**
 * What a name stands for: the file or folder of that name; if there is none, the network of that name that comes along; if there
 * is none, the run of that name in `runs/`. Everything else stays as it is.
 * @param path what was given, made absolute
 * @returns an absolute path, of which nothing need be there
 */
export function runPath(path: string, given: string): string {
  if (!isBare(given) || mayBeThere(path) || bundledNames().includes(given)) return path;
  return runInRuns(path, given) ?? path;
}

/** The same where only a run will do, such as to go on with: no network that comes along is one. */
export const ownRunPath = (path: string, given: string): string =>
  isBare(given) && !mayBeThere(path) ? (runInRuns(path, given) ?? path) : path;

/** @throws UserError when there is no such run, with the nearest name; when it is damaged, or of another format version */
export function openNamedRun(path: string, given: string): RunDirectory {
  const found = ownRunPath(path, given);
  if (mayBeThere(found) || given.includes("\ufffd")) return openRun(found);
  const mend = `name a run directory; ${programLine(["runs"])} lists them`;
  throw new UserError(`${path} does not exist`, suggestion(given, runsBeside(path, given), mend));
}

/** @param path what was given, made absolute */
export const noSuchNetwork = (path: string, given: string): UserError =>
  new UserError(
    `there is no run or checkpoint ${given}`,
    suggestion(
      given,
      [...bundledNames(), ...runsBeside(path, given)],
      `name a run directory, a .safetensors checkpoint, or one that comes along: ${bundledNames().join(", ")}`,
    ),
  );

const isBare = (given: string): boolean => /^[^/\\]+$/.test(given) && given !== "." && given !== "..";

function runInRuns(path: string, given: string): string | undefined {
  const inRuns = join(dirname(path), runsDirectory, given);
  return mayBeThere(join(inRuns, "manifest.json")) ? inRuns : undefined;
}

/** Names of runs as they may be written in the place of `given`: `first`, or `runs/first`. */
function runsBeside(path: string, given: string): string[] {
  const where = isBare(given) ? join(dirname(path), runsDirectory) : dirname(path);
  const folder = isBare(given) ? "" : dirname(given);
  try {
    return namesIn(where)
      .filter((name) => mayBeThere(join(where, name, "manifest.json")))
      .map((name) => join(folder, name));
  } catch (error) {
    if (error instanceof FileError) return [];
    throw error;
  }
}

/** Also where the system refuses to say: what is wrong is said when it is opened. */
function mayBeThere(path: string): boolean {
  try {
    return lookUp(path) !== undefined;
  } catch (error) {
    if (error instanceof FileError) return true;
    throw error;
  }
}
