/** What is measured of one unit beside its grid score and lattice. */
import type { Box } from "../analyse/bin-assignment.ts";
import { type MapMeasures, mapMeasures } from "../analyse/map-measures.ts";
import type { Observation } from "../analyse/observe.ts";
import { mapOf } from "../analyse/rate-map.ts";

/** Numbers by the names of their columns, NaN where the unit has none. */
export type UnitMeasures = Readonly<
  Record<Exclude<keyof MapMeasures, "signed"> | "vectorLength" | "speedScore", number>
> & {
  /** It was below zero: it has no measure of firing rates. */
  readonly signed: boolean;
};

/** @param box m */
export function unitMeasures(
  { rates, activity, movement }: Observation,
  unit: number,
  box: Box,
): UnitMeasures {
  const { values, rows, columns } = mapOf(rates, unit);
  const found = mapMeasures(
    values,
    { units: 1, binsX: columns, binsY: rows },
    { box, visits: rates.occupancy, smallest: [activity.smallest[unit]!] },
  );
  return {
    information: found.information[0]!,
    informationRate: found.informationRate[0]!,
    sparsity: found.sparsity[0]!,
    selectivity: found.selectivity[0]!,
    coherence: found.coherence[0]!,
    borderRatio: found.borderRatio[0]!,
    fields: found.fields[0]!,
    fieldSize: found.fieldSize[0]!,
    vectorLength: movement?.vectorLength[unit] ?? Number.NaN,
    speedScore: movement?.speedScore[unit] ?? Number.NaN,
    signed: found.signed[0] === 1,
  };
}
