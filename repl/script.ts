/** The shell without a terminal: lines from stdin, plain text, the first failure ends it. */
import { createInterface } from "node:readline";
import type { Io } from "../src/cli/frame/io.ts";
import { UserError } from "../src/user-error.ts";
import { execute } from "./dispatch.ts";
import { Interrupted } from "./interrupted.ts";
import { Shell, type ShellOptions } from "./shell.ts";
import type { ShellHost } from "./shell-host.ts";
import { closeOnSignals } from "./signals.ts";
import { quoted } from "./words.ts";

const nobody = (): never => {
  throw new Error("nobody sits at this shell");
};

/** Host of a script: output goes straight on, nobody can be asked. */
export const scriptHost = (io: Io): ShellHost => ({
  interactive: false,
  rows: undefined,
  write: (stream, text) => io[stream].write(text),
  refreshPrompt: () => {},
  withDialogue: async () => nobody(),
  withChild: (work) => work(),
  nextKey: async () => nobody(),
  typedAhead: false,
  giveBack: () => nobody(),
  forgetKey: () => {},
});

/**
 * Runs the lines of stdin.
 * @param first lines run before, as words
 * @throws UserError with the number of the line that failed, and its exit code
 */
export async function runScript(
  io: Io,
  first: readonly (readonly string[])[],
  options: ShellOptions,
): Promise<void> {
  const shell = new Shell(io, scriptHost(io), options);
  const forget = closeOnSignals(() => shell.close());
  try {
    shell.start();
    for (const words of first) await execute(shell, words.map(quoted).join(" "));
    let number = 0;
    for await (const line of createInterface({ input: process.stdin, terminal: false })) {
      number++;
      await runLine(shell, line, number);
      if (shell.leaving) break;
    }
  } finally {
    await shell.close();
    forget();
    process.stdin.destroy();
  }
}

async function runLine(shell: Shell, line: string, number: number): Promise<void> {
  shell.start();
  try {
    await execute(shell, line);
  } catch (error) {
    if (error instanceof Interrupted)
      throw new UserError(`line ${number} was stopped`, "nothing after it was run");
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`line ${number}: ${error.message}`, error.mend.split("\n"), error.exitCode);
  }
}
