/** Ctrl-R while a line is typed: what was found stands in the line, and the query in the prompt. */
import type { Interface } from "node:readline";
import { HistorySearch } from "./history-search.ts";

const CTRL_R = "\x12";
/** Escape and Ctrl-G, Ctrl-C: away with the line that was found, or with the one before. */
const [ESCAPE, CTRL_G, CTRL_C] = ["\x1b", "\x07", "\x03"] as const;
const erasing: readonly string[] = ["\x7f", "\b"];

export type LineEnds = Pick<Interface, "line" | "write">;

export class LineSearch {
  private search: HistorySearch | undefined;
  private before = "";

  /**
   * @param history the newest first
   * @param redraw draws prompt and line anew
   */
  constructor(
    private readonly editor: LineEnds,
    private readonly history: readonly string[],
    private readonly redraw: () => void,
  ) {}

  /** What is searched for, and whether it was found; undefined: nothing is. */
  get state(): { readonly query: string; readonly failed: boolean } | undefined {
    return this.search && { query: this.search.query, failed: this.search.failed };
  }

  /** A key that was typed. @returns whether it was for the search; the others are for the line */
  take(key: string): boolean {
    const { search } = this;
    if (!search) {
      if (key !== CTRL_R) return false;
      this.search = new HistorySearch(this.history);
      this.before = this.editor.line;
      this.redraw();
      return true;
    }
    if (key === CTRL_R) search.older();
    else if (erasing.includes(key)) search.erase();
    else if (/^\P{Cc}+$/u.test(key)) search.type(key);
    else return this.leave(key);
    this.put(search.found ?? this.before);
    this.redraw();
    return true;
  }

  /** Enter, arrows and all other keys do to the line that was found what they do to any. */
  private leave(key: string): boolean {
    this.search = undefined;
    const isAbandoned = key === CTRL_C || key === CTRL_G;
    if (isAbandoned) this.put(this.before);
    this.redraw();
    return isAbandoned || key === ESCAPE;
  }

  private put(text: string): void {
    if (text === this.editor.line) return;
    this.editor.write(null, { ctrl: true, name: "e" });
    this.editor.write(null, { ctrl: true, name: "u" });
    this.editor.write(text);
  }
}
