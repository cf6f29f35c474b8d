/** What a command sees of the world outside: injected, so that commands run in tests from buffers. */
import type { Readable, Writable } from "node:stream";
import { type AskTerminal, inForeground, terminalAsker } from "./ask-terminal.ts";
import { Interruption, type InterruptionWords } from "./interruption.ts";
import { guarded } from "./own-sequences.ts";

export interface OutputStream {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Width of the terminal; undefined when the stream is not one. */
  readonly columns: number | undefined;
}

/** Work that ends in its own way when it is asked to. */
export type Interruptible = Pick<Interruption, "signal" | "end">;

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
   * From the first call on, SIGINT, SIGTERM and SIGHUP abort the signal instead of the process, and a stream that nobody reads
   * any more is no reason to end. A second request, a second or more after the first, ends the process at once, with what a
   * shell reports of it: 130, 143 or 129.
   */
  interruption(words: InterruptionWords): Interruptible;
}

/** Nobody reads: the other end of a pipe is closed, or the terminal is. */
const unread: readonly (string | undefined)[] = ["EPIPE", "EIO"];

/** The Io of this process. A reader that closes stdout early (`| head`) ends it quietly, but for work that saves first. */
export function processIo(): Io {
  let interruption: Interruption | undefined;
  for (const stream of [process.stdout, process.stderr]) {
    let isUnread = false;
    stream.on("error", (error: NodeJS.ErrnoException) => {
      isUnread ||= unread.includes(error.code);
      if (!isUnread) throw error;
      if (!interruption) process.exit(0);
    });
  }
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
    interruption: (words) =>
      (interruption ??= new Interruption(words, (text) => void process.stderr.write(text))),
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
