import { join } from "node:path";
import { temporaryDirectory } from "./temporary.ts";

const main = join(import.meta.dir, "../../repl/main.ts");

export interface ScriptResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the shell in a process of its own, the lines on stdin. */
export async function runShellScript(
  lines: readonly string[],
  { argv = [], cwd = temporaryDirectory() }: { argv?: readonly string[]; cwd?: string } = {},
): Promise<ScriptResult> {
  const child = Bun.spawn([process.execPath, main, ...argv], {
    cwd,
    stdin: new Blob([lines.map((line) => `${line}\n`).join("")]),
    stdout: "pipe",
    stderr: "pipe",
  });
  const [stdout, stderr, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { code, stdout, stderr };
}
