/** One part of the check as a process with a time limit; what it said before the limit counts. */
import { join } from "node:path";
import { linesOf } from "../../lines-of.ts";
import type { PlannedPart } from "../parts.ts";
import { type Result, skippedCode } from "../result.ts";

export interface PartOutcome {
  readonly name: string;
  readonly what: string;
  readonly status: "done" | "failed" | "out of time" | "skipped";
  readonly seconds: number;
  readonly results: readonly Result[];
  /** Of one that is not done. */
  readonly why?: string;
}

/** What it may take of what is left; undefined: too little is left to begin. */
export const secondsFor = (
  { seconds, leastSeconds }: Pick<PlannedPart, "seconds" | "leastSeconds">,
  left: number,
): number | undefined => (left < leastSeconds ? undefined : Math.min(seconds, left));

export const skipped = ({ name, what }: PlannedPart, why: string): PartOutcome => ({
  ...{ name, what, why, seconds: 0, results: [] },
  status: "skipped",
});

const program = join(import.meta.dir, "../part.ts");

export interface PartLimits {
  readonly seconds: number;
  readonly small: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ends it at once. */
  readonly signal?: AbortSignal | undefined;
}

/** @param command what stands in front of the part's name; a test gives another program */
export async function runPart(
  { name, what }: Pick<PlannedPart, "name" | "what">,
  { seconds, small, env, signal }: PartLimits,
  command: readonly string[] = [process.execPath, program],
): Promise<PartOutcome> {
  const began = performance.now();
  // A group of its own, which ends with all that the part has started.
  const child = Bun.spawn([...command, name, ...(small ? ["--small"] : [])], {
    ...{ env, detached: true, stdin: "ignore", stdout: "pipe", stderr: "pipe" },
  });
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    endGroup(child);
  }, 1000 * seconds);
  const end = () => endGroup(child);
  signal?.addEventListener("abort", end);
  const stderr = child.stderr.text();
  const results: Result[] = [];
  for await (const line of linesOf(child.stdout)) results.push(...resultsIn(line));
  const code = await child.exited;
  clearTimeout(timer);
  signal?.removeEventListener("abort", end);
  const outcome = { name, what, seconds: (performance.now() - began) / 1000, results };
  if (isLate) return { ...outcome, status: "out of time", why: `not done after ${seconds.toFixed(0)} s` };
  if (code === 0) return { ...outcome, status: "done" };
  const said = (await stderr).trim().split("\n").at(-1);
  const why = said || `ended by ${child.signalCode ?? `exit code ${code}`}`;
  return { ...outcome, status: code === skippedCode ? "skipped" : "failed", why };
}

/** Drivers, too, may write on stdout: what is no result is passed over. */
function resultsIn(line: string): Result[] {
  if (!line.startsWith("{")) return [];
  try {
    return [JSON.parse(line) as Result];
  } catch {
    return [];
  }
}

function endGroup(child: Bun.Subprocess): void {
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // It ended in the same moment, or this system has no groups.
    child.kill("SIGKILL");
  }
}
