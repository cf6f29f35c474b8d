/** A shell without a terminal whose output goes to strings. */
import { scriptHost } from "../../repl/script.ts";
import { Shell } from "../../repl/shell.ts";
import type { Io } from "../../src/cli/frame/io.ts";
import { guarded } from "../../src/cli/frame/own-sequences.ts";
import { shellEntries } from "../../src/commands.ts";
import { temporaryDirectory } from "./temporary.ts";

export interface FakeShell {
  readonly shell: Shell;
  readonly written: { stdout: string; stderr: string };
}

export function fakeShell(cwd = temporaryDirectory(), columns = 80): FakeShell {
  const written = { stdout: "", stderr: "" };
  const stream = (name: keyof typeof written) => ({
    write: (text: string) => {
      if (guarded(text) !== text) throw new Error(`not ours: ${JSON.stringify(text)}`);
      written[name] += text;
    },
    isTTY: false,
    columns: undefined,
  });
  const io: Io = {
    stdout: stream("stdout"),
    stderr: stream("stderr"),
    env: { COLUMNS: String(columns) },
    cwd,
    interruption: () => ({ signal: new AbortController().signal, say() {}, end() {} }),
  };
  return { shell: new Shell(io, scriptHost(io), { commandLine: shellEntries }), written };
}
