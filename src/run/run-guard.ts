/**
 * Looks after a run while it is trained: that it is still this process's, and that its files are there. What is written to a file
 * that was removed is lost without a word.
 */
import { existsSync, mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { FileError } from "../format/file-trouble.ts";
import { writeFileSafely } from "../format/safe-write.ts";
import { UserError } from "../user-error.ts";
import { manifestText, type RunDirectory } from "./run-directory.ts";
import { type RunLock, RunLostError } from "./run-lock.ts";
import type { RunLog } from "./run-log.ts";

/** Somebody removed files of the run while it was trained. */
export class RunFilesGoneError extends UserError {}

/** The whole folder went: there is no place to save to, and none is made where somebody cleared up. */
export class RunGoneError extends UserError {}

export interface RunGuard {
  /** Before anything is written. @throws RunGoneError, RunLostError, RunFilesGoneError */
  check(): void;
  /**
   * After `check` has thrown, or writing has: saves what can be saved, where files were removed and the run is still there.
   * @returns the error to report
   */
  settle(error: unknown, save: () => Promise<void>): Promise<unknown>;
}

/** Milliseconds in which whoever removes a whole folder gets beyond its first file. */
const removalMilliseconds = 200;

export function guardRun(
  run: RunDirectory,
  log: Pick<RunLog, "isInPlace">,
  lock: Pick<RunLock, "check"> | undefined,
): RunGuard {
  const check = () => {
    if (!existsSync(run.path)) throw gone(run);
    lock?.check();
    const missing = [...missingOf(run), ...(log.isInPlace() ? [] : [basename(run.metricsPath)])];
    if (missing.length > 0) throw filesGone(run, missing);
  };
  const settle = async (error: unknown, save: () => Promise<void>) => {
    if (!mayBeRemoval(error)) return error;
    await Bun.sleep(removalMilliseconds);
    if (!existsSync(run.path)) return gone(run);
    if (error instanceof RunLostError) return error;
    const missing = missingOf(run);
    if (error instanceof FileError && missing.length === 0) return error;
    lock?.check();
    restoreFiles(run);
    await save();
    return error instanceof FileError ? filesGone(run, missing) : error;
  };
  return { check, settle };
}

/** What goes while a file is written is told by the system, before anybody looks. */
const mayBeRemoval = (error: unknown): boolean =>
  [RunFilesGoneError, RunLostError, FileError].some((kind) => error instanceof kind);

const missingOf = ({ path }: RunDirectory): string[] =>
  ["manifest.json", "config.yaml", "checkpoints"].filter((name) => !existsSync(join(path, name)));

/** What is missing and known, so that the run can be opened. */
function restoreFiles(run: RunDirectory): void {
  const missing = missingOf(run);
  if (missing.includes("checkpoints")) mkdirSync(run.checkpointsPath);
  if (missing.includes("config.yaml")) writeFileSafely(join(run.path, "config.yaml"), run.configText);
  if (missing.includes("manifest.json")) {
    writeFileSafely(join(run.path, "manifest.json"), manifestText(run.manifest));
  }
}

const filesGone = ({ path }: RunDirectory, names: readonly string[]): RunFilesGoneError =>
  new RunFilesGoneError(
    `${names.join(" and ")} of ${path} ${names.length > 1 ? "were" : "was"} removed while it was trained`,
    "leave the files of a run alone while it is trained",
  );

const gone = ({ path }: RunDirectory): RunGoneError =>
  new RunGoneError(
    `${path} was removed or moved while it was trained`,
    "nothing more could be saved; a run that was moved goes on from its newest checkpoint: train --resume its new place",
  );
