import type { Box } from "../../../analyse/bin-assignment.ts";
import type { BorderScore } from "../../../analyse/border-score.ts";
import type { GridScores } from "../../../analyse/grid-score.ts";
import type { Observation } from "../../../analyse/observe.ts";
import { peakRates } from "../../../analyse/rate-map.ts";
import { ringUnit } from "../../../analyse/ring.ts";
import type { Measure } from "../../../draw/report/gallery.ts";

/** The numbers of each unit by which a gallery is sorted and filtered. */
export function unitMeasures(
  { rates, activity }: Observation,
  scores: GridScores,
  border: readonly BorderScore[],
  spacing: Float64Array,
  box: Box,
): Measure[] {
  const { scorer, bins } = scores;
  const by = `by ${scorer}, ${bins} x ${bins} bins`;
  const measure = (
    key: string,
    unit: string,
    digits: number | undefined,
    help: string,
    values: ArrayLike<number>,
  ) => ({
    ...{ key, label: key, unit, digits, help, values },
  });
  return [
    measure("grid60", "", 2, `hexagonal grid score, ${by}`, scores.grid60),
    measure("grid90", "", 2, `square grid score, ${by}`, scores.grid90),
    measure(
      "border",
      "",
      2,
      "border score, from -1 to 1",
      border.map(({ score }) => score),
    ),
    measure(
      "spacing",
      "m",
      2,
      "median distance of the six peaks next to the centre of the autocorrelogram",
      spacing,
    ),
    ringMeasure(scores, box),
    measure("mean", "", undefined, "mean activity over all samples, in arbitrary units", activity.mean),
    measure("peak", "", undefined, "highest rate of the map, in arbitrary units", peakRates(rates)),
  ];
}

function ringMeasure({ ring60, bins }: GridScores, box: Box): Measure {
  const { unit, digits, factor } = ringUnit(bins, box);
  return {
    ...{ key: "ring", label: "ring", unit, digits },
    help: "outer radius of the ring in which grid60 was reached",
    values: ring60.map((ring) => (ring ? ring[1] * factor : Number.NaN)),
  };
}
