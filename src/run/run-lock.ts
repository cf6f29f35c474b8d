/** One process at a time trains in a run; what a dead one left behind is taken over. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { discard } from "../format/discard.ts";
import { fileTrouble } from "../format/file-trouble.ts";
import { readFileText } from "../format/read-file.ts";
import { UserError } from "../user-error.ts";

const ownerSchema = z.object({ pid: z.int32().min(1), host: z.string() });
type Owner = z.output<typeof ownerSchema>;

const lockPath = (run: string): string => join(run, "running.json");

/**
 * Marks a run directory as being trained by this process, until the returned function is called.
 * The mark of a process of this machine that no longer lives is replaced.
 * @throws UserError when another process trains it
 */
export function lockRun(run: string): () => void {
  const owner = lockOwner(run);
  if (owner) {
    throw new UserError(
      `${run} is being trained by process ${owner.pid} on ${owner.host}`,
      `wait for it, or remove ${lockPath(run)} if that process is gone`,
    );
  }
  try {
    rmSync(lockPath(run), { force: true });
    const text = `${JSON.stringify({ pid: process.pid, host: hostname() })}\n`;
    writeFileSync(lockPath(run), text, { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
      discard(lockPath(run));
      throw fileTrouble(lockPath(run), error);
    }
    throw new UserError(`${run} was just taken by another process`, "wait for it, or choose another run");
  }
  return () => rmSync(lockPath(run), { force: true });
}

/** Who trains the run now; undefined when nobody does. A process on another machine is believed to live. */
export function lockOwner(run: string): Owner | undefined {
  let owner: Owner;
  try {
    owner = ownerSchema.parse(JSON.parse(readFileText(lockPath(run))));
  } catch {
    return undefined;
  }
  return owner.host !== hostname() || lives(owner.pid) ? owner : undefined;
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  return !isZombie(pid);
}

/** Whether a process has ended and only waits for its parent to notice. Known on Linux only, false elsewhere. */
function isZombie(pid: number): boolean {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return false;
  }
  // proc(5): pid (name) state …; the name may hold spaces and brackets.
  const state = stat.slice(stat.lastIndexOf(")") + 2)[0];
  return state === "Z" || state === "X";
}
