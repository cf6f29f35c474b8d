/** What is measured of one unit beside its grid score and lattice. */
import type { MapMeasures } from "../analyse/map-measures.ts";
import type { Observation } from "../analyse/observe.ts";
import { sourceMeasures } from "../analyse/source-measures.ts";
import type { ActivitySource } from "../tasks/activity-source.ts";

type MovementMeasure = "vectorLength" | "shiftedLength" | "headingCorrelation" | "speedScore";

/** Numbers by the names of their columns, NaN where the unit has none. */
export type UnitMeasures = Readonly<
  Record<Exclude<keyof MapMeasures, "signed"> | MovementMeasure, number>
> & {
  /** It was below zero: it has no measure of firing rates. */
  readonly signed: boolean;
};

export function unitMeasures(
  observation: Observation,
  unit: number,
  source: Pick<ActivitySource, "arena" | "walls" | "mapRule">,
): UnitMeasures {
  const found = sourceMeasures(source, observation, unit, 1);
  const { movement } = observation;
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
    shiftedLength: movement?.shiftedLength[unit] ?? Number.NaN,
    headingCorrelation: movement?.headingCorrelation[unit] ?? Number.NaN,
    speedScore: movement?.speedScore[unit] ?? Number.NaN,
    signed: found.signed[0] === 1,
  };
}
