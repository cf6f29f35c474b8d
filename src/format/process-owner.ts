/** Which process a file belongs to, and whether it is gone. A pid alone does not say so: it is given again, and on every machine. */
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { z } from "zod";

export const processOwnerSchema = z.object({
  pid: z.int32().min(1),
  host: z.string(),
  /** When the process began, by a clock of its machine: two that had the pid one after the other differ. Absent where it cannot be known. */
  started: z.number().optional(),
});

export type ProcessOwner = Readonly<z.output<typeof processOwnerSchema>>;

let own: ProcessOwner | undefined;

/** The process that asks. */
export function thisProcess(): ProcessOwner {
  own ??= { pid: process.pid, host: hostname(), started: startOf(process.pid) };
  return own;
}

/** Whether the owner has ended for sure: never of a process on another machine, or when in doubt. */
export function isGone({ pid, host, started }: ProcessOwner): boolean {
  if (host !== hostname()) return false;
  if (!exists(pid) || stateOf(pid) === "ended") return true;
  const now = started === undefined ? undefined : startOf(pid);
  return now !== undefined && now !== started;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Fields of /proc/PID/stat from the third on (proc(5)): the second is a name that may hold spaces and brackets. Linux only. */
function statOf(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}

/** A zombie has ended and only waits for its parent to notice. */
function stateOf(pid: number): "ended" | undefined {
  const state = statOf(pid)?.[0];
  return state === "Z" || state === "X" ? "ended" : undefined;
}

/** On Linux clock ticks since the machine was started, elsewhere seconds since 1970. */
function startOf(pid: number): number | undefined {
  if (process.platform === "win32") return undefined;
  const ticks = process.platform === "linux" ? statOf(pid)?.[19] : undefined;
  return ticks === undefined ? startByPs(pid) : Number(ticks);
}

function startByPs(pid: number): number | undefined {
  if (Bun.which("ps") === null) return undefined;
  const env = { ...process.env, LC_ALL: "C" };
  const { stdout } = Bun.spawnSync(["ps", "-o", "lstart=", "-p", String(pid)], { env, stderr: "ignore" });
  const seconds = Date.parse(stdout.toString().trim()) / 1000;
  return Number.isFinite(seconds) ? seconds : undefined;
}
