/** The lines typed so far, kept in a file: one line each, the newest last. */
import { appendFileSync, existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { readFileText, regularFile } from "../src/format/read-file.ts";
import { writeFileSafely } from "../src/format/safe-write.ts";
import { printable } from "../src/printable.ts";

const kept = 1000;

/** `$XDG_STATE_HOME/entorhinal/history`, or below `~/.local/state`. */
export function historyPath(env: Readonly<Record<string, string | undefined>>): string {
  const state = env.XDG_STATE_HOME || join(env.HOME || homedir(), ".local", "state");
  return join(state, "entorhinal", "history");
}

/** Of a file: a line is drawn as it is when keys bring it back. */
const isShowable = (line: string): boolean => line !== "" && line === printable(line, line.length);

export class History {
  private readonly lines: string[];
  /** Why lines are not kept; undefined when they are. */
  trouble: string | undefined;

  constructor(private readonly path: string) {
    this.lines = this.read();
  }

  /** The newest first, as readline wants them. */
  get newestFirst(): string[] {
    return this.lines.toReversed();
  }

  get all(): readonly string[] {
    return this.lines;
  }

  /** Adds a line, and writes it at once: a crash loses none. Empty lines and repetitions of the last one are not kept. */
  add(line: string): void {
    const text = line.trim();
    if (text === "" || text === this.lines.at(-1)) return;
    this.lines.push(text);
    this.attempt(() => {
      mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
      if (existsSync(this.path)) regularFile(this.path);
      appendFileSync(this.path, `${text}\n`, { mode: 0o600 });
    });
  }

  private read(): string[] {
    let lines: string[] = [];
    this.attempt(() => {
      if (existsSync(this.path)) lines = readFileText(this.path).split("\n").filter(isShowable);
    });
    if (lines.length > 2 * kept) {
      lines = lines.slice(-kept);
      this.attempt(() => writeFileSafely(this.path, `${lines.join("\n")}\n`, { force: true }));
    }
    return lines.slice(-kept);
  }

  private attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.trouble = `history is not kept: ${(error as Error).message}`;
    }
  }
}
