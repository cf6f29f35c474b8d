/** One process at a time trains in a run; what a dead one left behind is taken over. */
import { join } from "node:path";
import type { ProcessOwner } from "../format/process-owner.ts";
import { UserError } from "../user-error.ts";
import { isOwned, ownerOf, takeFile } from "./owned-file.ts";

/** A run that this process trains. */
export interface RunLock {
  /** @throws RunLostError when the run is no longer this process's: the mark is gone, or another's */
  check(): void;
  release(): void;
}

/** Somebody took the run away from the process that trains it: nothing may be written there any more. */
export class RunLostError extends UserError {}

const lockPath = (run: string): string => join(run, "running.json");

/**
 * Marks a run directory as being trained by this process, until it is released. The mark of a process that is gone is replaced.
 * @throws UserError when another process trains it
 */
export function lockRun(run: string): RunLock {
  const path = lockPath(run);
  const taken = takeFile(path);
  if (!isOwned(taken)) {
    throw new UserError(
      `${run} is being trained by process ${taken.pid} on ${taken.host}`,
      `wait for it, or remove ${path} if that process is gone`,
    );
  }
  const check = () => {
    if (!taken.isHeld()) throw lost(run, ownerOf(path));
  };
  check();
  return { check, release: taken.release };
}

/** Who trains the run now; undefined when nobody does. A process on another machine is believed to live. */
export const lockOwner = (run: string): ProcessOwner | undefined => ownerOf(lockPath(run));

function lost(run: string, by: ProcessOwner | undefined): RunLostError {
  const cause = by
    ? `process ${by.pid} on ${by.host} trains ${run} now`
    : `${lockPath(run)} was removed while the run was trained`;
  return new RunLostError(`${cause}: this training stops`, "what was saved before is whole");
}
