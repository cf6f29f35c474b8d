import { type TableColumn, table } from "../src/draw/table.ts";
import type { Terminal } from "../src/draw/terminal.ts";
import { type UnitColumn, type UnitNumbers, unitColumns } from "./unit-columns.ts";

const names = Object.keys(unitColumns) as UnitColumn[];

/** Left out on a narrow terminal, one after the other. */
const dispensable: readonly UnitColumn[] = ["peak", "active", "border"];
const columnWidth = 9;

/** The columns that a terminal has room for. */
function fitting({ columns }: Terminal): UnitColumn[] {
  const room = Math.floor(columns / columnWidth) - 1;
  const without = dispensable.slice(0, Math.max(0, names.length - room));
  return names.filter((name) => !without.includes(name));
}

/** Units with their numbers, one a line below three lines of head and above one of foot. */
export function unitTable(units: readonly number[], numbers: UnitNumbers, terminal: Terminal): string[] {
  const fit = fitting(terminal);
  const columns: TableColumn[] = ["unit", ...fit.map((name) => unitColumns[name].title)].map((title) => ({
    title,
    align: "right",
  }));
  const rows = units.map((unit) => [String(unit), ...fit.map((name) => shown(numbers[name][unit]!, name))]);
  return table(columns, rows, terminal);
}

const shown = (value: number, name: UnitColumn): string =>
  Number.isNaN(value) ? "-" : value.toFixed(unitColumns[name].digits);

/** One object a unit, for --json. */
export const unitRows = (units: readonly number[], numbers: UnitNumbers) =>
  units.map((unit) => ({
    unit,
    ...Object.fromEntries(names.map((name) => [name, numbers[name][unit]!])),
  }));
