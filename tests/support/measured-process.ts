import { readFileSync } from "node:fs";
import { join } from "node:path";

const main = join(import.meta.dir, "../../src/main.ts");
const lookEveryMilliseconds = 10;

export interface Measured {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The most memory it had. */
  readonly peakBytes: number;
}

/** Runs a command line in a process of its own. */
export async function measured(
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Measured> {
  const child = Bun.spawn([process.execPath, main, ...argv], {
    env: { ...process.env, ...env },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  let seen = 0;
  const look = setInterval(() => {
    seen = Math.max(seen, highestOf(child.pid));
  }, lookEveryMilliseconds);
  const [stdout, stderr, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  clearInterval(look);
  return { code, stdout, stderr, peakBytes: seen || child.resourceUsage()!.maxRSS };
}

/** Linux counts what a process had before it became this program into its maxRSS, but not here. */
function highestOf(pid: number): number {
  if (process.platform !== "linux") return 0;
  try {
    const highest = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return 1024 * Number(highest ?? 0);
  } catch {
    return 0;
  }
}
