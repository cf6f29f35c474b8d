import type { CommandEntry } from "../../src/cli/frame/command.ts";
import type { Io } from "../../src/cli/frame/io.ts";
import { guarded } from "../../src/cli/frame/own-sequences.ts";
import { runCli } from "../../src/cli/frame/run-cli.ts";
import { commands } from "../../src/commands.ts";

export interface Captured {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CaptureOptions {
  readonly cwd?: string;
  readonly env?: Io["env"];
  readonly isTTY?: boolean;
  readonly dialogue?: Io["dialogue"];
  readonly screen?: Io["screen"];
  readonly entries?: readonly CommandEntry[];
  /** Ctrl-C was pressed before it began. */
  readonly interrupted?: boolean;
}

/** Runs a command line in this process, its output going to strings. @throws Error when something is written that acts on a terminal and is not ours */
export async function capture(argv: readonly string[], options: CaptureOptions = {}): Promise<Captured> {
  const written = { stdout: "", stderr: "" };
  const stream = (name: keyof typeof written) => ({
    write: (text: string) => {
      if (guarded(text) !== text) throw new Error(`not ours: ${JSON.stringify(text)}`);
      written[name] += text;
    },
    isTTY: options.isTTY ?? false,
    columns: options.isTTY ? 80 : undefined,
  });
  const io: Io = {
    stdout: stream("stdout"),
    stderr: stream("stderr"),
    dialogue: options.dialogue,
    screen: options.screen,
    env: options.env ?? {},
    cwd: options.cwd ?? process.cwd(),
    interruption: () => ({
      signal: options.interrupted ? AbortSignal.abort("SIGINT") : new AbortController().signal,
      say() {},
      end() {},
    }),
  };
  const code = await runCli(argv, io, options.entries ?? commands);
  return { code, ...written };
}
