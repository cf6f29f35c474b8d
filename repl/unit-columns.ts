/** The numbers of a unit by which units are listed, sorted and filtered. */
import { suggestion } from "../src/suggest.ts";
import { UserError } from "../src/user-error.ts";

/** One array [units] for each column; NaN where a unit has no such number. */
export type UnitNumbers = Readonly<Record<UnitColumn, ArrayLike<number>>>;

export const unitColumns = {
  grid60: { title: "grid60", help: "hexagonal score", digits: 3 },
  grid90: { title: "grid90", help: "square score", digits: 3 },
  border: { title: "border", help: "border score", digits: 3 },
  spacing: { title: "spacing m", help: "spacing of the grid, m", digits: 3 },
  mean: { title: "mean", help: "mean activity", digits: 4 },
  peak: { title: "peak", help: "highest rate of the map", digits: 4 },
  active: { title: "active %", help: "share of samples in which it was not zero, %", digits: 1 },
} as const;

export type UnitColumn = keyof typeof unitColumns;

const names = Object.keys(unitColumns) as UnitColumn[];

/** What a word of `units` can begin with. */
export const filterStarts: string[] = [
  ...names.flatMap((name) => [`${name}>`, `${name}<`]),
  ...names.flatMap((name) => [`sort=${name}`, `sort=-${name}`]),
];

export interface UnitChoice {
  readonly filters: readonly { column: UnitColumn; relation: string; limit: number }[];
  readonly sort: UnitColumn;
  /** The lowest first. */
  readonly ascending: boolean;
}

/** Reads `grid60>0.8 mean>0.1 sort=spacing`. @throws UserError (exit 2) naming the word that is none of these */
export function parseChoice(words: readonly string[]): UnitChoice {
  const filters: { column: UnitColumn; relation: string; limit: number }[] = [];
  let sort: UnitColumn = "grid60";
  let ascending = false;
  for (const word of words) {
    const match = /^([A-Za-z0-9]+)(>=|<=|>|<|=)(.+)$/.exec(word);
    if (!match) throw notAFilter(word);
    const [, name, relation, value] = match as unknown as [string, string, string, string];
    if (name === "sort") {
      ascending = value.startsWith("-");
      sort = columnOf(value.replace(/^[-+]/, ""));
      continue;
    }
    const limit = Number(value);
    if (!Number.isFinite(limit) || value.trim() === "") throw notAFilter(word);
    filters.push({ column: columnOf(name), relation, limit });
  }
  return { filters, sort, ascending };
}

/** Units that pass all filters, in order; one without the number passes none, and comes last. */
export function chooseUnits(numbers: UnitNumbers, { filters, sort, ascending }: UnitChoice): number[] {
  const passes = (unit: number) =>
    filters.every(({ column, relation, limit }) => holds(numbers[column][unit]!, relation, limit));
  const key = (unit: number) => {
    const value = numbers[sort][unit]!;
    return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : ascending ? -value : value;
  };
  const units = Array.from({ length: numbers.grid60.length }, (_, unit) => unit).filter(passes);
  return units.sort((a, b) => (key(a) === key(b) ? a - b : key(b) > key(a) ? 1 : -1));
}

function holds(value: number, relation: string, limit: number): boolean {
  switch (relation) {
    case ">":
      return value > limit;
    case "<":
      return value < limit;
    case ">=":
      return value >= limit;
    case "<=":
      return value <= limit;
    default:
      return value === limit;
  }
}

/** What columns were called before: lines that were saved go on working. */
const formerNames: Readonly<Record<string, UnitColumn>> = { scale: "spacing", rate: "mean" };

function columnOf(name: string): UnitColumn {
  const former = formerNames[name];
  if (former) return former;
  if ((names as string[]).includes(name)) return name as UnitColumn;
  const mend = suggestion(name, names, `columns: ${names.join(" ")}`);
  throw new UserError(`units have no column "${name}"`, mend, 2);
}

const notAFilter = (word: string): UserError =>
  new UserError(`"${word}" is no filter`, "write for example: units grid60>0.8 mean>0.1 sort=spacing", 2);
