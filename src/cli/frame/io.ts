/** What a command sees of the world outside: injected, so that commands run in tests from buffers. */
import { constants } from "node:os";
import type { Readable, Writable } from "node:stream";
import { type AskTerminal, inForeground, terminalAsker } from "./ask-terminal.ts";
import { guarded } from "./own-sequences.ts";

export interface OutputStream {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Width of the terminal; undefined when the stream is not one. */
  readonly columns: number | undefined;
}

export interface Io {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** Where a user can be asked; undefined when nobody sits there. Questions go to stderr. */
  readonly dialogue?: { readonly input: Readable; readonly output: Writable } | undefined;
  /** Asks the terminal what it is; undefined when stdin and stdout are not one, or belong to another process. */
  readonly ask?: AskTerminal | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Paths given by the user are relative to it. */
  readonly cwd: string;
  /**
   * From the first call on, the first SIGINT or SIGTERM aborts the signal instead of the process;
   * the second one ends the process at once, with what a shell reports of it: 130 or 143.
   */
  interruption(): AbortSignal;
}

/** The Io of this process. A reader that closes stdout early (`| head`) ends it quietly. */
export function processIo(): Io {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit(0);
      throw error;
    });
  }
  let interruption: AbortSignal | undefined;
  return {
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    dialogue:
      process.stdin.isTTY && process.stderr.isTTY
        ? { input: process.stdin, output: process.stderr }
        : undefined,
    ask:
      process.stdin.isTTY && process.stdout.isTTY && inForeground()
        ? terminalAsker(process.stdin, (text) => void process.stdout.write(text))
        : undefined,
    env: process.env,
    cwd: process.cwd(),
    interruption: () => (interruption ??= listenForSignals()),
  };
}

function outputOf(stream: NodeJS.WriteStream): OutputStream {
  return {
    write: (text) => void stream.write(guarded(text)),
    isTTY: Boolean(stream.isTTY),
    get columns() {
      return stream.isTTY ? stream.columns : undefined;
    },
  };
}

/** Ctrl-C, a polite end, and a terminal that was closed. */
const stopSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
type StopSignal = (typeof stopSignals)[number];

function listenForSignals(): AbortSignal {
  const controller = new AbortController();
  const stop = (signal: StopSignal) => {
    // Two that came while the main thread computed are heard one after the other.
    if (controller.signal.aborted) process.exit(128 + constants.signals[signal]);
    controller.abort(signal);
    // From the next turn on the system ends the process by itself, also while the main thread computes or waits for a disk.
    setImmediate(() => {
      for (const name of stopSignals) process.off(name, stop);
    });
  };
  for (const name of stopSignals) process.on(name, stop);
  return controller.signal;
}
