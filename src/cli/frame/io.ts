/** What a command sees of the world outside: injected, so that commands run in tests from buffers. */
import type { Readable, Writable } from "node:stream";
import { type AskTerminal, inForeground, terminalAsker } from "./ask-terminal.ts";
import { Interruption, type InterruptionWords } from "./interruption.ts";
import type { TerminalInput as KeyboardInput } from "./keyboard.ts";
import { rememberTerminal } from "./native-signals.ts";
import { guarded } from "./own-sequences.ts";
import { hearSignalKeys } from "./signal-keys.ts";

export interface OutputStream {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Width of the terminal; undefined when the stream is not one. */
  readonly columns: number | undefined;
}

/** A terminal with its keys. What is drawn goes to stderr. */
export interface Screen {
  readonly input: KeyboardInput;
  /** A signal that ends the process at once leaves the terminal as it is now. */
  remember(): void;
  /** Once keys come one by one: those that are signals are signals again. */
  hearSignalKeys(): void;
  /** Its height in lines. */
  readonly rows: number | undefined;
  /** Calls `redraw` whenever the window changes its size. @returns takes it back */
  onResize(redraw: () => void): () => void;
}

/** Work that ends in its own way when it is asked to. */
export type Interruptible = Pick<Interruption, "signal" | "say" | "end">;

export interface Io {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** Where a user can be asked; undefined when nobody sits there. Questions go to stderr. */
  readonly dialogue?: { readonly input: Readable; readonly output: Writable } | undefined;
  /** The terminal itself, for a picture that fills it; undefined when nobody watches it, or it belongs to another process. */
  readonly screen?: Screen | undefined;
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
  const isOurs = process.stdin.isTTY && inForeground();
  return {
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    dialogue:
      process.stdin.isTTY && process.stderr.isTTY
        ? { input: process.stdin, output: process.stderr }
        : undefined,
    screen: process.stdin.isTTY && process.stderr.isTTY && isOurs ? screenOf(process.stderr) : undefined,
    ask:
      process.stdin.isTTY && process.stdout.isTTY && isOurs
        ? terminalAsker(process.stdin, (text) => void process.stdout.write(text))
        : undefined,
    env: process.env,
    cwd: process.cwd(),
    interruption: (words) =>
      (interruption ??= new Interruption(words, (text) => void process.stderr.write(text))),
  };
}

const STDIN = 0;

const screenOf = (stream: NodeJS.WriteStream): Screen => ({
  input: process.stdin,
  remember: () => rememberTerminal(STDIN),
  hearSignalKeys: () => hearSignalKeys(STDIN),
  get rows() {
    return stream.rows;
  },
  onResize(redraw) {
    stream.on("resize", redraw);
    return () => void stream.off("resize", redraw);
  },
});

function outputOf(stream: NodeJS.WriteStream): OutputStream {
  return {
    write: (text) => void stream.write(guarded(text)),
    isTTY: Boolean(stream.isTTY),
    get columns() {
      return stream.isTTY ? columnsNow(stream) : undefined;
    },
  };
}

/** Bun notes a new size between two turns only: while a step is computed the window may have become narrower. */
function columnsNow(stream: NodeJS.WriteStream): number {
  if ("_refreshSize" in stream && typeof stream._refreshSize === "function") stream._refreshSize();
  return stream.columns;
}
