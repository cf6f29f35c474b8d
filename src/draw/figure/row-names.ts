/** Rows of a picture that have names instead of numbers, the first at the top. */
import type { Axis } from "./scale.ts";
import { wrapText } from "./text.ts";
import { textSize } from "./theme.ts";

const lineHeight = 13;
const lowestRow = 34;
const rowMargin = 12;

export interface NamedRows {
  /** Each row is 1 high. */
  readonly axis: Axis;
  /** Pixels that all take. */
  readonly height: number;
  /** Middle of a row on the axis. */
  at(row: number): number;
}

/** @param names lines of each, every one broken where it is wider than `width` */
export function namedRows(names: readonly (readonly string[])[], width: number): NamedRows {
  const wrapped = names.map((lines) => lines.flatMap((line) => wrapText(line, textSize.small, width)));
  const rowHeight = Math.max(lowestRow, ...wrapped.map((lines) => lines.length * lineHeight + rowMargin));
  const at = (row: number) => names.length - row - 0.5;
  const marks = wrapped.map((lines, row) => ({ at: at(row), name: lines.join("\n") }));
  const axis = { label: "", range: [0, Math.max(1, names.length)], names: marks } as const;
  return { axis, at, height: names.length * rowHeight };
}
