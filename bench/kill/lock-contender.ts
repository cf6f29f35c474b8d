/** One of a pair of processes that want the same run at the same moment. */
import { lockRun, type RunLock } from "../../src/run/run-lock.ts";
import { UserError } from "../../src/user-error.ts";
import type { Round } from "./lock-pairs.ts";

let lock: RunLock | undefined;

process.on("message", ({ run, at }: Round) => {
  lock?.release();
  lock = undefined;
  if (run === "") return;
  // No turn of the event loop in between: it would take longer than the taking.
  while (Date.now() < at);
  try {
    lock = lockRun(run);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
  process.send!({ has: lock !== undefined });
});
process.on("disconnect", () => process.exit(0));
process.send!({ has: false });
