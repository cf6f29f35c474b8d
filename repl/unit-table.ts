import { type TableColumn, table } from "../src/draw/table.ts";
import type { Terminal } from "../src/draw/terminal.ts";
import {
  type UnitColumn,
  type UnitNumbers,
  unitColumnNames,
  unitColumns,
} from "../src/session/unit-columns.ts";

/** Digits behind the point. */
const digits: Readonly<Record<UnitColumn, number>> = {
  ...{ grid60: 3, grid90: 3, border: 3, spacing: 3, ring: 3 },
  ...{ mean: 4, peak: 4, active: 1 },
};

/** Left out on a narrow terminal, one after the other. */
const dispensable: readonly UnitColumn[] = ["ring", "peak", "active", "border"];
const columnWidth = 9;

/** The columns that a terminal has room for. */
function fitting({ columns }: Terminal): UnitColumn[] {
  const room = Math.floor(columns / columnWidth) - 1;
  const without = dispensable.slice(0, Math.max(0, unitColumnNames.length - room));
  return unitColumnNames.filter((name) => !without.includes(name));
}

/** Lines above the first row, and below the last. */
export const tableHead = 3;
export const tableFoot = 1;

/** Units with their numbers, one a line. */
export function unitTable(units: readonly number[], numbers: UnitNumbers, terminal: Terminal): string[] {
  const fit = fitting(terminal);
  const columns: TableColumn[] = ["unit", ...fit.map(titleOf)].map((title) => ({
    title,
    align: "right",
  }));
  const rows = units.map((unit) => [String(unit), ...fit.map((name) => shown(numbers[name][unit]!, name))]);
  return table(columns, rows, terminal);
}

const titleOf = (name: UnitColumn): string => `${name} ${unitColumns[name].unit}`.trimEnd();

const shown = (value: number, name: UnitColumn): string =>
  Number.isNaN(value) ? "-" : value.toFixed(digits[name]);

/** One object a unit, for --json. */
export const unitRows = (units: readonly number[], numbers: UnitNumbers) =>
  units.map((unit) => ({
    unit,
    ...Object.fromEntries(unitColumnNames.map((name) => [name, numbers[name][unit]!])),
  }));
