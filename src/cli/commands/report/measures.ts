import type { Box } from "../../../analyse/bin-assignment.ts";
import type { GridScores } from "../../../analyse/grid-score.ts";
import type { Measure } from "../../../draw/report/gallery.ts";
import {
  type UnitColumn,
  type UnitNumbers,
  unitColumnNames,
  unitColumns,
  unitOfColumn,
} from "../../../session/unit-columns.ts";

/** Digits behind the point; three significant ones where none are given. */
const digits: Readonly<Record<UnitColumn, number | undefined>> = {
  ...{ grid60: 2, grid90: 2, border: 2, spacing: 2, ring: 2, active: 1 },
  ...{ mean: undefined, peak: undefined },
};

/** The numbers of each unit by which a gallery is sorted and filtered. */
export const unitMeasures = (numbers: UnitNumbers, { scorer, bins }: GridScores, box: Box): Measure[] =>
  unitColumnNames.map((key) => ({
    ...{ key, label: key, unit: unitOfColumn(key, bins, box), digits: digits[key], values: numbers[key] },
    help: helpOf(key, `by ${scorer}, ${bins} x ${bins} bins`),
  }));

function helpOf(key: UnitColumn, scorer: string): string {
  const { help } = unitColumns[key];
  if (key === "grid60" || key === "grid90") return `${help}, ${scorer}`;
  if (key === "spacing") return `${help} of the autocorrelogram`;
  return key === "mean" || key === "peak" ? `${help}, in arbitrary units` : help;
}
