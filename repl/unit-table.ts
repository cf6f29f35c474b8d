import { type TableColumn, table } from "../src/draw/table.ts";
import type { Terminal } from "../src/draw/terminal.ts";
import {
  mainColumns,
  type UnitColumn,
  type UnitNumbers,
  unitColumnNames,
  unitColumns,
} from "../src/session/unit-columns.ts";

/** Digits behind the point, where they are not three. */
const digits: Partial<Readonly<Record<UnitColumn, number>>> = {
  ...{ mean: 4, peak: 4, active: 1, orientation: 1, orientationSpread: 1, fields: 0, signed: 0 },
};

const leastWidth = 7;
/** Between columns. */
const gap = 2;
/** Of the numbers of the units. */
const firstColumn = 6;

/** The columns that a terminal has room for: those that were asked for, then the most important ones, then the others. */
function fitting({ columns }: Terminal, wanted: readonly UnitColumn[]): UnitColumn[] {
  let room = columns - firstColumn;
  const chosen = new Set<UnitColumn>();
  for (const name of new Set([...wanted, ...mainColumns, ...unitColumnNames])) {
    room -= Math.max(leastWidth, titleOf(name).length) + gap;
    if (room < 0) break;
    chosen.add(name);
  }
  return unitColumnNames.filter((name) => chosen.has(name));
}

/** Lines above the first row, and below the last. */
export const tableHead = 3;
export const tableFoot = 1;

/**
 * Units with their numbers, one a line.
 * @param wanted columns that go before others where there is not room for all
 */
export function unitTable(
  units: readonly number[],
  numbers: UnitNumbers,
  terminal: Terminal,
  wanted: readonly UnitColumn[] = [],
): string[] {
  const fit = fitting(terminal, wanted);
  const columns: TableColumn[] = ["unit", ...fit.map(titleOf)].map((title) => ({
    title,
    align: "right",
  }));
  const rows = units.map((unit) => [String(unit), ...fit.map((name) => shown(numbers[name][unit]!, name))]);
  return table(columns, rows, terminal);
}

const titleOf = (name: UnitColumn): string => `${name} ${unitColumns[name].unit}`.trimEnd();

const shown = (value: number, name: UnitColumn): string =>
  Number.isNaN(value) ? "-" : value.toFixed(digits[name] ?? 3);

/** One object a unit, for --json. */
export const unitRows = (units: readonly number[], numbers: UnitNumbers) =>
  units.map((unit) => ({
    unit,
    ...Object.fromEntries(unitColumnNames.map((name) => [name, numbers[name][unit]!])),
  }));
