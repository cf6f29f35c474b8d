/** The command line of this folder as a process, while others may be waited for. */
import { join } from "node:path";

const main = join(import.meta.dir, "../../src/main.ts");

/** @returns stdout @throws Error with what it said when it fails */
export async function runProgram(...words: readonly string[]): Promise<string> {
  const child = Bun.spawn([process.execPath, main, ...words], { stdout: "pipe", stderr: "pipe" });
  const [stdout, stderr, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  if (code !== 0) throw new Error(`entorhinal ${words.join(" ")}: ${stderr.trim() || `exit code ${code}`}`);
  return stdout;
}
