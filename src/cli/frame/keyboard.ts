/** The keys of the terminal, in raw mode, given to one reader at a time; what nobody reads yet waits. */
import { EventEmitter } from "node:events";
import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";

/** What is needed of `process.stdin`. */
export type TerminalInput = Pick<NodeJS.ReadStream, "on" | "off" | "pause" | "resume" | "setRawMode">;

const CTRL_C = "\x03";
const ESC = "\x1b";
/** An escape that is not followed by anything for this long is the key of that name. */
const escapeMilliseconds = 40;
/** One key: an escape sequence, or a character. */
const keyPattern = new RegExp(`${ESC}\\[[0-9;?]*[~A-Za-z]|${ESC}O[A-Za-z]|${ESC}[^${ESC}[O]|[\\s\\S]`, "gu");
/** The beginning of a sequence whose rest is still to come. */
const unfinished = new RegExp(`${ESC}(\\[[0-9;?]*|O)?$`);

/** As much of a terminal's input as readline and clack want; all keys come through `data`, one by one. */
class KeyStream extends EventEmitter {
  readonly isTTY = true;
  isRaw = true;
  /** readline pauses while it waits for a completion: what is typed meanwhile comes after it. */
  paused = false;
  readonly setRawMode = () => this;
  readonly unpipe = () => this;

  constructor(private readonly onResume: () => void) {
    super();
  }

  resume(): this {
    this.paused = false;
    this.onResume();
    return this;
  }

  pause(): this {
    this.paused = true;
    return this;
  }
}

interface Reader {
  /** Where it is paused, keys wait. */
  readonly stream?: KeyStream;
  /** @returns whether that was the last key it wants */
  readonly read: (key: string) => boolean;
}

export class Keyboard {
  private readonly decoder = new StringDecoder("utf8");
  private readonly waiting: string[] = [];
  private partial = "";
  private partialTimer: ReturnType<typeof setTimeout> | undefined;
  private reader: Reader | undefined;
  private open = false;

  /** @param onInterrupt Ctrl-C while nobody reads */
  constructor(
    private readonly input: TerminalInput,
    private readonly onInterrupt: () => void,
  ) {}

  /** Takes the terminal. */
  take(): void {
    if (this.open) return;
    this.open = true;
    // Also what setting the mode back says of a terminal that is gone, some time later.
    this.input.on("error", this.ignore);
    this.input.setRawMode(true);
    this.input.on("data", this.hear);
    this.input.resume();
  }

  /** Gives the terminal back as it was; may be called at any time, also while the process ends. */
  leave(): void {
    if (!this.open) return;
    this.open = false;
    this.input.off("data", this.hear);
    this.input.pause();
    this.input.setRawMode(false);
  }

  /** Gives all keys to `read` until it is called for the last time: it says so by returning true. */
  readKeys(read: (key: string) => boolean): void {
    this.give({ read });
  }

  /** Takes the keys back from `readKeys`: what is typed waits for the next reader. */
  forget(): void {
    if (!this.reader?.stream) this.reader = undefined;
  }

  /** Keys that nobody has read yet, the first one first. */
  get unread(): readonly string[] {
    return this.waiting;
  }

  /** A key that was read by who had no use for it. */
  giveBack(key: string): void {
    this.waiting.unshift(key);
    this.deliver();
  }

  /**
   * A stream for readline or clack; keys flow into it from `start` to `end`.
   * @param take keys for which it gives true do not
   */
  lend(take: (key: string) => boolean = () => false): {
    readonly stream: Readable & NodeJS.ReadStream;
    start(): void;
    end(): void;
  } {
    // readline goes on before it has put the completion in its line.
    const stream = new KeyStream(() => setImmediate(() => this.deliver()));
    const reader: Reader = {
      stream,
      read: (key) => {
        if (!take(key)) stream.emit("data", Buffer.from(key));
        return false;
      },
    };
    return {
      stream: stream as unknown as Readable & NodeJS.ReadStream,
      start: () => this.give(reader),
      end: () => {
        if (this.reader === reader) this.reader = undefined;
      },
    };
  }

  private give(reader: Reader): void {
    if (this.reader) throw new Error("two readers of the keyboard");
    this.reader = reader;
    this.deliver();
  }

  /** A terminal that is gone says so by SIGHUP. */
  private readonly ignore = (): void => {};

  private readonly hear = (chunk: Buffer | string): void => {
    clearTimeout(this.partialTimer);
    const text = this.partial + (typeof chunk === "string" ? chunk : this.decoder.write(chunk));
    this.partial = unfinished.exec(text)?.[0] ?? "";
    this.receive(text.slice(0, text.length - this.partial.length));
    if (this.partial === "") return;
    this.partialTimer = setTimeout(() => {
      const rest = this.partial;
      this.partial = "";
      this.receive(rest);
    }, escapeMilliseconds);
  };

  private receive(text: string): void {
    for (const [key] of text.matchAll(keyPattern)) {
      if (key === CTRL_C && !this.reader) {
        this.waiting.length = 0;
        this.onInterrupt();
      } else {
        this.waiting.push(key);
        this.deliver();
      }
    }
  }

  private deliver(): void {
    while (this.reader && !this.reader.stream?.paused && this.waiting.length > 0) {
      const { reader } = this;
      const last = reader.read(this.waiting.shift()!);
      if (last && this.reader === reader) this.reader = undefined;
    }
  }
}
