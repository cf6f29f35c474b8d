/** Medians over the units of what is measured of each: what kind of cells a source has, in a line. */
import type { MapMeasures } from "../analyse/map-measures.ts";
import type { MovementScores } from "../analyse/movement.ts";
import { quantile } from "../analyse/survival.ts";

const medianNames = [
  ...(["information", "informationRate", "sparsity", "selectivity", "coherence", "borderRatio"] as const),
  ...(["fields", "fieldSize"] as const),
];
type MedianName = (typeof medianNames)[number];

/** Of the units that have the number; NaN where none has. */
export interface MeasureMedians extends Readonly<Record<MedianName, number>> {
  readonly vectorLength: number;
  readonly headingCorrelation: number;
  readonly speedScore: number;
  /** Units below zero somewhere: they are in no median of a measure of firing rates. */
  readonly signedUnits: number;
}

export function measureMedians(measures: MapMeasures, movement: MovementScores | undefined): MeasureMedians {
  const median = (values: ArrayLike<number>) => quantile(values, 0.5);
  const medians = medianNames.map((name) => [name, median(measures[name])] as const);
  return {
    ...(Object.fromEntries(medians) as Record<MedianName, number>),
    vectorLength: median(movement?.vectorLength ?? []),
    headingCorrelation: median(movement?.headingCorrelation ?? []),
    speedScore: median(movement?.speedScore ?? []),
    signedUnits: measures.signed.reduce((sum, signed) => sum + signed, 0),
  };
}
