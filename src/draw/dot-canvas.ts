/** A canvas of characters for what goes in all directions, such as paths and circles. It knows no units and no axes. */
import { type Cell, paintCells, type Rgb } from "./paint.ts";
import type { Terminal } from "./terminal.ts";

/** How a line is drawn: in dots, or with one mark for every character it touches. */
export interface Pen {
  readonly colour?: Rgb | undefined;
  readonly mark?: string | undefined;
}

/** Bits of a braille character by row and column of its dots. */
const BRAILLE_BITS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;
const BRAILLE = 0x2800;
const ASCII_MARK = "*";

/**
 * A field of characters to draw lines on, in places from (0, 0) at the bottom left to (1, 1) at the top right. With
 * Unicode one character holds 2 x 4 dots of braille, otherwise one mark. What is drawn later lies on top.
 */
export class DotCanvas {
  private readonly cells: Cell[];
  private readonly bits: Uint8Array;
  private readonly across: number;
  private readonly down: number;

  constructor(
    readonly columns: number,
    readonly rows: number,
    private readonly terminal: Terminal,
  ) {
    this.cells = Array.from({ length: columns * rows }, () => ({ character: " " }));
    this.bits = new Uint8Array(columns * rows);
    [this.across, this.down] = terminal.unicode ? [2, 4] : [1, 1];
  }

  /** A single dot. Places outside the field are nowhere. */
  point(x: number, y: number, pen: Pen): void {
    const [column, row] = this.dotOf(x, y);
    this.dot(Math.round(column), Math.round(row), pen);
  }

  /** A straight line, both ends included. */
  line(fromX: number, fromY: number, toX: number, toY: number, pen: Pen): void {
    const [column, row] = this.dotOf(fromX, fromY);
    const [endColumn, endRow] = this.dotOf(toX, toY);
    const steps = Math.max(1, Math.ceil(Math.max(Math.abs(endColumn - column), Math.abs(endRow - row))));
    for (let i = 0; i <= steps; i++) {
      const along = i / steps;
      this.dot(
        Math.round(column + along * (endColumn - column)),
        Math.round(row + along * (endRow - row)),
        pen,
      );
    }
  }

  /** Top line first, `columns` characters each. */
  lines(): string[] {
    return Array.from({ length: this.rows }, (_, row) =>
      paintCells(this.cells.slice(row * this.columns, (row + 1) * this.columns), this.terminal.colour),
    );
  }

  /** Dots are counted from the top left; the outermost ones lie on the edge of the field. */
  private dotOf(x: number, y: number): [number, number] {
    return [x * (this.columns * this.across - 1), (1 - y) * (this.rows * this.down - 1)];
  }

  private dot(column: number, row: number, { colour, mark }: Pen): void {
    const inside =
      column >= 0 && row >= 0 && column < this.columns * this.across && row < this.rows * this.down;
    if (!inside) return;
    const at = Math.floor(row / this.down) * this.columns + Math.floor(column / this.across);
    const character = mark ?? (this.terminal.unicode ? this.braille(at, column, row) : ASCII_MARK);
    this.cells[at] = { character, foreground: colour };
  }

  private braille(at: number, column: number, row: number): string {
    this.bits[at]! |= BRAILLE_BITS[row % 4]![column % 2]!;
    return String.fromCharCode(BRAILLE + this.bits[at]!);
  }
}
