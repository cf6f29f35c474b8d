const ESC = "\x1b";
const ENTER = `${ESC}[?1049h${ESC}[?25l${ESC}[H${ESC}[2J`;
const LEAVE = `${ESC}[?25h${ESC}[?1049l`;
/** Terminals that know it show all changes at once; the others ignore it. */
const BEGIN_UPDATE = `${ESC}[?2026h`;
const END_UPDATE = `${ESC}[?2026l`;
const CLEAR_BELOW = `${ESC}[0J`;
const CLEAR_RIGHT = `${ESC}[0K`;

const at = (row: number): string => `${ESC}[${row + 1};1H`;

/**
 * A picture on the alternate screen that is redrawn in place: only lines that changed are written. Always `leave()` it, also after
 * an error: cursor and screen are as before then.
 */
export class LiveScreen {
  private shown: readonly string[] | undefined;
  private size = "";
  private left = false;

  constructor(private readonly write: (text: string) => void) {
    write(ENTER);
  }

  /** @param lines none wider than the screen; those that do not fit its height are an error */
  draw(lines: readonly string[], columns: number, rows: number): void {
    if (this.left) throw new Error("a drawing on a screen that was left");
    if (lines.length > rows) throw new RangeError(`${lines.length} lines on a screen of ${rows}`);
    const size = `${columns} x ${rows}`;
    // After a change of size the terminal has moved lines about.
    const before = size === this.size ? this.shown : undefined;
    const changes = lines.flatMap((line, row) =>
      before?.[row] === line ? [] : [`${at(row)}${line}${fills(line, columns) ? "" : CLEAR_RIGHT}`],
    );
    if (before === undefined || before.length > lines.length) {
      if (lines.length < rows) changes.push(`${at(lines.length)}${CLEAR_BELOW}`);
    }
    this.shown = [...lines];
    this.size = size;
    if (changes.length > 0) this.write(`${BEGIN_UPDATE}${changes.join("")}${END_UPDATE}`);
  }

  /** Back to the screen as it was. Leaving twice does nothing. */
  leave(): void {
    if (this.left) return;
    this.left = true;
    this.write(LEAVE);
  }
}

/** In the last column, the cursor of many terminals stays on the character: clearing would take it away. */
const fills = (line: string, columns: number): boolean => Bun.stringWidth(line) >= columns;
