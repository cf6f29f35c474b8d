import type { Box } from "../../../analyse/bin-assignment.ts";
import type { GridScores } from "../../../analyse/grid-score.ts";
import type { Measure } from "../../../draw/report/gallery.ts";
import {
  isUndefinedBySign,
  mainColumns,
  type UnitColumn,
  type UnitNumbers,
  unitColumnNames,
  unitColumns,
  unitOfColumn,
} from "../../../session/unit-columns.ts";

/** Digits behind the point, where they are not two. */
const digits: Partial<Readonly<Record<UnitColumn, number>>> = {
  ...{
    active: 1,
    orientation: 1,
    orientationSpread: 1,
    fields: 0,
    signed: 0,
    spacingSpread: 3,
    fieldSize: 3,
  },
};
/** Of any size: three significant digits. */
const significant: readonly UnitColumn[] = ["mean", "peak", "informationRate", "p60", "q60", "p90", "q90"];

/** The numbers of each unit by which a gallery is sorted and filtered. */
export const unitMeasures = (numbers: UnitNumbers, { scorer, bins }: GridScores, box: Box): Measure[] =>
  unitColumnNames.map((key) => ({
    ...{ key, label: key, unit: unitOfColumn(key, bins, box), values: numbers[key] },
    digits: significant.includes(key) ? undefined : (digits[key] ?? 2),
    main: mainColumns.includes(key),
    missing: missingOf(key, numbers),
    help: helpOf(key, `by ${scorer}, ${bins} x ${bins} bins`),
  }));

/** Why units have no number, where that is known. */
function missingOf(key: UnitColumn, numbers: UnitNumbers): Measure["missing"] {
  const units = Array.from(numbers.signed, (_, unit) => unit).filter((unit) =>
    isUndefinedBySign(key, numbers, unit),
  );
  return units.length === 0 ? undefined : { why: "undefined: signed", units };
}

function helpOf(key: UnitColumn, scorer: string): string {
  const { help } = unitColumns[key];
  if (key === "grid60" || key === "grid90") return `${help}, ${scorer}`;
  if (key === "spacing") return `${help} of the autocorrelogram`;
  return key === "mean" || key === "peak" ? `${help}, in arbitrary units` : help;
}
