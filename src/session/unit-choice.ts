/** Which units a line of `units` chooses, and in which order. What a filter may say is src/unit-filter.ts's. */

import { FilterError, readFilter, sortedUnits, type UnitFilter } from "../unit-filter.ts";
import { UserError } from "../user-error.ts";
import { type UnitColumn, type UnitNumbers, unitColumnNames } from "./unit-columns.ts";

const names = ["unit", ...unitColumnNames];

/** What a word of `units` can begin with. */
export const filterStarts: string[] = [
  ...names.flatMap((name) => [`${name}>`, `${name}<`]),
  ...names.flatMap((name) => [`sort=${name}`, `sort=-${name}`]),
];

/** @throws UserError (exit 2) saying what is wrong with the filter */
export const checkFilter = (text: string): void =>
  void filterOf(
    text,
    names.map((key) => ({ key, values: [] })),
  );

/** Units that pass the filter, in its order; without one, the highest hexagonal score first. @throws UserError (exit 2) as `checkFilter` */
export function chooseUnits(numbers: UnitNumbers, text = ""): number[] {
  const unit = Array.from({ length: numbers.grid60.length }, (_, i) => i);
  const columns = Object.entries({ unit, ...numbers }).map(([key, values]) => ({ key, values }));
  const { passes, order = { key: "grid60", rising: false } } = filterOf(text, columns);
  const { values } = columns.find(({ key }) => key === order.key)!;
  return sortedUnits(values, order.rising).filter(passes);
}

/** The columns that a filter speaks of. */
export const mentionedColumns = (text: string): UnitColumn[] =>
  unitColumnNames.filter((name) => new RegExp(`\\b${name}\\b`, "i").test(text));

function filterOf(text: string, columns: Parameters<typeof readFilter>[1]): UnitFilter {
  try {
    return readFilter(text, columns);
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    throw new UserError(error.message, "write for example: 'grid60>0.8 mean>0.1 sort=spacing'", 2);
  }
}
