/** Tables with rules, in a terminal, by cli-table3. What stands in plain columns is the command line's. */
import Table from "cli-table3";
import { printable } from "../printable.ts";
import type { Terminal } from "./terminal.ts";
import { formatSignificant, truncate, visibleWidth } from "./text.ts";

export interface TableColumn {
  title: string;
  /** Default left. */
  align?: "left" | "right" | "center" | undefined;
  /** The column goes where the table would be too wide; those with the largest numbers first. Default: it stays. */
  dropped?: number | undefined;
}

/** Numbers are shown with four significant digits, whole ones in full; texts are made printable, and cannot be painted. */
export type TableValue = string | number;

const PADDING = 1;
const SMALLEST_COLUMN = 3;

/**
 * A table with rules above and below its head and at its foot. Where it is wider than the terminal, columns that may be
 * dropped are; then the widest ones are cut, their long entries ending in an ellipsis.
 */
export function table(
  allColumns: readonly TableColumn[],
  allRows: readonly (readonly TableValue[])[],
  terminal: Terminal,
): string[] {
  const wrong = allRows.findIndex((row) => row.length !== allColumns.length);
  if (wrong >= 0) {
    throw new RangeError(`row ${wrong} has ${allRows[wrong]!.length} of ${allColumns.length} columns`);
  }
  const { columns, rows: body } = fitting(
    allColumns,
    allRows.map((row) => row.map(formatValue)),
    terminal,
  );
  const head = columns.map(({ title }) => printable(title));
  const widths = fittingWidths([head, ...body], terminal.columns - 2 * PADDING * columns.length);
  const cut = (row: readonly string[]) => row.map((text, i) => truncate(text, widths[i]!, terminal.unicode));
  const drawn = new Table({
    head: cut(head),
    colWidths: widths.map((width) => width + 2 * PADDING),
    colAligns: columns.map(({ align }) => align ?? "left"),
    chars: rules(terminal.unicode ? "─" : "-"),
    style: { head: [], border: [], compact: true, "padding-left": PADDING, "padding-right": PADDING },
  });
  drawn.push(...body.map((row) => cut(row)));
  const lines = drawn.toString().split("\n");
  return lines.map((line) => truncate(line.trimEnd(), terminal.columns, terminal.unicode));
}

interface Content {
  columns: readonly TableColumn[];
  rows: readonly (readonly string[])[];
}

/** Without the columns that have to go. */
function fitting(columns: readonly TableColumn[], rows: Content["rows"], terminal: Terminal): Content {
  const width = columns.reduce((sum, { title }, i) => {
    const widest = Math.max(visibleWidth(printable(title)), ...rows.map((row) => visibleWidth(row[i] ?? "")));
    return sum + widest + 2 * PADDING;
  }, 0);
  const ranks = columns.map(({ dropped }) => dropped ?? 0);
  const first = ranks.indexOf(Math.max(...ranks));
  if (width <= terminal.columns || ranks[first] === 0) return { columns, rows };
  const without = <T>(list: readonly T[]) => list.filter((_, i) => i !== first);
  return fitting(without(columns), rows.map(without), terminal);
}

const formatValue = (value: TableValue): string =>
  typeof value === "string"
    ? printable(value)
    : Number.isInteger(value)
      ? String(value)
      : formatSignificant(value);

/** Width of each column's content: as wide as its widest entry, the widest columns narrowed until all fit `room`. */
function fittingWidths(rows: readonly (readonly string[])[], room: number): number[] {
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
