/** Pictures that fill the screen, one after the other. Coming onto that screen and off it is the shell's. */

const ESC = "\x1b";
/** Terminals that know it show all changes at once; the others ignore it. */
const BEGIN_UPDATE = `${ESC}[?2026h`;
const END_UPDATE = `${ESC}[?2026l`;
const CLEAR_BELOW = `${ESC}[0J`;
const CLEAR_RIGHT = `${ESC}[0K`;

const at = (row: number): string => `${ESC}[${row + 1};1H`;

/** Draws a picture again and again on an empty screen, writing only the lines that changed. */
export class ScreenPainter {
  private shown: readonly string[] | undefined;
  private size = "";

  constructor(private readonly write: (text: string) => void) {}

  /**
   * @param lines none wider than the screen
   * @throws RangeError when there are more lines than the screen has
   */
  draw(lines: readonly string[], columns: number, rows: number): void {
    if (lines.length > rows) throw new RangeError(`${lines.length} lines on a screen of ${rows}`);
    const size = `${columns} x ${rows}`;
    // After a change of size the terminal has moved lines about.
    const before = size === this.size ? this.shown : undefined;
    const changes = lines.flatMap((line, row) =>
      before?.[row] === line ? [] : [`${at(row)}${line}${fills(line, columns) ? "" : CLEAR_RIGHT}`],
    );
    const shorter = before === undefined || before.length > lines.length;
    if (shorter && lines.length < rows) changes.push(`${at(lines.length)}${CLEAR_BELOW}`);
    this.shown = [...lines];
    this.size = size;
    if (changes.length > 0) this.write(`${BEGIN_UPDATE}${changes.join("")}${END_UPDATE}`);
  }
}

/** In the last column, the cursor of many terminals stays on the character: clearing would take it away. */
const fills = (line: string, columns: number): boolean => Bun.stringWidth(line) >= columns;
