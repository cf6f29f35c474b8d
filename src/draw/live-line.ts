/** One line that changes while work goes on. What it says is the caller's, such as progress.ts's. */
import type { Terminal } from "./terminal.ts";
import { truncate, visibleWidth } from "./text.ts";

const HIDE_CURSOR = "\x1b[?25l";
const SHOW_CURSOR = "\x1b[?25h";
/** To the first column, then clear: in this order a line that fills the last column is not cut. */
const CLEAR_LINE = "\r\x1b[2K";
/** The same of several rows, from the last of them. */
const clearRows = (rows: number): string => `\r\x1b[${rows - 1}A\x1b[J`;
/** Share of the work between two lines where nobody is watching. */
const PLAIN_INTERVAL = 0.1;

export interface LiveLineOptions {
  /** Default 10. */
  redrawsPerSecond?: number | undefined;
  /** Clock in milliseconds. Default `performance.now`. */
  now?: (() => number) | undefined;
}

/**
 * A line that is redrawn in place, in a window that may change its width, while somebody is watching, and otherwise written as a plain line once every tenth of
 * the work. Always `end()` it, also after an error or an interrupt: the cursor is hidden until then.
 */
export class LiveLine {
  private readonly interval: number;
  private readonly now: () => number;
  private latest: string | undefined;
  private shown: string | undefined;
  /** Characters of what is on the screen, and of the screen when it came there. */
  private drawn = { width: 0, columns: Number.POSITIVE_INFINITY };
  private lastDraw = Number.NEGATIVE_INFINITY;
  private nextShare = 0;
  private ended = false;

  constructor(
    private readonly write: (text: string) => void,
    private readonly terminal: Terminal,
    options: LiveLineOptions = {},
  ) {
    this.interval = 1000 / (options.redrawsPerSecond ?? 10);
    this.now = options.now ?? (() => performance.now());
  }

  /** Shows the line now, or not at all when the last one is too recent. `share` of the work is done, 0..1. */
  update(line: string, share: number): void {
    if (this.ended) throw new Error("update of a live line that has ended");
    this.latest = truncate(line, this.terminal.columns, this.terminal.unicode);
    if (this.terminal.interactive) {
      if (this.now() - this.lastDraw >= this.interval) this.redraw();
    } else if (share >= this.nextShare) {
      this.print();
      this.nextShare = (Math.floor(share / PLAIN_INTERVAL + 1e-9) + 1) * PLAIN_INTERVAL - 1e-9;
    }
  }

  /** Writes a lasting line above the live one. */
  note(text: string): void {
    if (!this.isLive()) {
      this.write(`${text}\n`);
      return;
    }
    this.write(`${this.clearing()}${text}\n`);
    this.drawn = { width: 0, columns: this.terminal.columns };
    this.redraw();
  }

  /** Leaves the latest line on the screen, with the cursor shown below it. Ending twice does nothing. */
  end(): void {
    if (this.ended) return;
    this.ended = true;
    if (this.latest !== this.shown) {
      if (this.terminal.interactive) this.redraw();
      else this.print();
    }
    if (this.isLive()) this.write(`\n${SHOW_CURSOR}`);
  }

  private isLive(): boolean {
    return this.terminal.interactive && this.shown !== undefined;
  }

  private redraw(): void {
    const line = truncate(this.latest!, this.terminal.columns, this.terminal.unicode);
    this.write(`${this.shown === undefined ? HIDE_CURSOR : ""}${this.clearing()}${line}`);
    this.shown = this.latest;
    this.drawn = { width: visibleWidth(line), columns: this.terminal.columns };
    this.lastDraw = this.now();
  }

  /** A window that was made narrower has broken the line into rows. */
  private clearing(): string {
    const { width, columns } = this.drawn;
    const now = this.terminal.columns;
    const rows = now < columns ? Math.ceil(width / now) : 1;
    return rows > 1 ? clearRows(rows) : CLEAR_LINE;
  }

  private print(): void {
    this.write(`${this.latest}\n`);
    this.shown = this.latest;
  }
}
