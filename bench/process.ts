import { join } from "node:path";

const main = join(import.meta.dir, "../src/main.ts");

/** Runs this runtime with these arguments to its end. @returns stdout @throws Error when it fails */
export function runBun(...words: string[]): string {
  const { exitCode, stdout, stderr } = Bun.spawnSync([process.execPath, ...words], { stderr: "pipe" });
  if (exitCode !== 0) throw new Error(`${words.join(" ")} failed: ${stderr}`);
  return stdout.toString();
}

/** The same with the command line of this repository. */
export const runCommandLine = (...words: string[]): string => runBun(main, ...words);
