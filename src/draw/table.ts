import Table from "cli-table3";
import type { Terminal } from "./terminal.ts";
import { formatSignificant, truncate, visibleWidth } from "./text.ts";

export interface TableColumn {
  title: string;
  /** Default left. */
  align?: "left" | "right" | "center" | undefined;
}

/** Numbers are shown with four significant digits, whole ones in full. */
export type TableValue = string | number;

const PADDING = 1;
const SMALLEST_COLUMN = 3;

/**
 * A table with rules above and below its head and at its foot. Where it is wider than the terminal, the widest columns
 * are cut, their long entries ending in an ellipsis.
 */
export function table(
  columns: readonly TableColumn[],
  rows: readonly (readonly TableValue[])[],
  terminal: Terminal,
): string[] {
  const head = columns.map(({ title }) => title);
  const body = rows.map((row) => row.map(formatValue));
  const wrong = rows.findIndex((row) => row.length !== columns.length);
  if (wrong >= 0) {
    throw new RangeError(`row ${wrong} has ${rows[wrong]!.length} of ${columns.length} columns`);
  }
  const widths = fittingWidths([head, ...body], terminal.columns - 2 * PADDING * columns.length);
  const cut = (row: string[]) => row.map((text, i) => truncate(text, widths[i]!, terminal.unicode));
  const drawn = new Table({
    head: cut(head),
    colWidths: widths.map((width) => width + 2 * PADDING),
    colAligns: columns.map(({ align }) => align ?? "left"),
    chars: rules(terminal.unicode ? "─" : "-"),
    style: { head: [], border: [], compact: true, "padding-left": PADDING, "padding-right": PADDING },
  });
  drawn.push(...body.map(cut));
  const lines = drawn.toString().split("\n");
  return lines.map((line) => truncate(line.trimEnd(), terminal.columns, terminal.unicode));
}

const formatValue = (value: TableValue): string =>
  typeof value === "string" ? value : Number.isInteger(value) ? String(value) : formatSignificant(value);

/** Width of each column's content: as wide as its widest entry, the widest columns narrowed until all fit `room`. */
function fittingWidths(rows: readonly string[][], room: number): number[] {
  const widths = rows[0]!.map((_, i) => Math.max(1, ...rows.map((row) => visibleWidth(row[i]!))));
  let excess = widths.reduce((sum, width) => sum + width, 0) - room;
  while (excess > 0) {
    const widest = widths.indexOf(Math.max(...widths));
    if (widths[widest]! <= SMALLEST_COLUMN) break;
    widths[widest]!--;
    excess--;
  }
  return widths;
}

/** Horizontal rules only. */
function rules(rule: string) {
  return {
    top: rule,
    "top-mid": "",
    "top-left": "",
    "top-right": "",
    bottom: rule,
    "bottom-mid": "",
    "bottom-left": "",
    "bottom-right": "",
    left: "",
    "left-mid": "",
    mid: rule,
    "mid-mid": "",
    right: "",
    "right-mid": "",
    middle: "",
  };
}
