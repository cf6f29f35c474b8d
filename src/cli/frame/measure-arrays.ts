/** Lattices and measures of units as answers and files have them: angles in degrees, lengths in m. */
import type { Lattices } from "../../analyse/grid-spacing.ts";
import type { MapMeasures } from "../../analyse/map-measures.ts";
import type { MovementScores } from "../../analyse/movement.ts";
import { type NpyArray, npyArray } from "../../format/npy-array.ts";

export interface Measured {
  readonly lattices: Lattices;
  readonly measures: MapMeasures;
  readonly movement?: MovementScores | undefined;
}

const degrees = (angles: Float64Array): Float64Array => angles.map((angle) => (180 / Math.PI) * angle);

/** One number a unit, by the names that JSON has. */
const numbersOf = ({ lattices, measures, movement }: Measured) => ({
  spacing: lattices.spacing,
  meanSpacing: lattices.meanSpacing,
  spacingSpread: lattices.spacingSpread,
  orientationDegrees: degrees(lattices.orientation),
  orientationSpreadDegrees: degrees(lattices.orientationSpread),
  ellipticity: lattices.ellipticity,
  information: measures.information,
  informationRate: measures.informationRate,
  sparsity: measures.sparsity,
  selectivity: measures.selectivity,
  coherence: measures.coherence,
  borderRatio: measures.borderRatio,
  fields: measures.fields,
  fieldSize: measures.fieldSize,
  ...(movement && {
    vectorLength: movement.vectorLength,
    shiftedLength: movement.shiftedLength,
    headingCorrelation: movement.headingCorrelation,
    speedScore: movement.speedScore,
  }),
});

/** Of one unit after the other. */
export function measureRows(measured: Measured): Readonly<Record<string, number | boolean>>[] {
  const numbers = Object.entries(numbersOf(measured));
  return Array.from(measured.measures.signed, (signed, unit) => ({
    ...Object.fromEntries(numbers.map(([name, values]) => [name, values[unit]!])),
    signed: signed === 1,
  }));
}

/** [units] each, for an .npz: `mean_spacing`. */
export function measureArrays(measured: Measured): Record<string, NpyArray> {
  const numbers = Object.entries(numbersOf(measured)).map(([name, values]) => [
    name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    npyArray(values),
  ]);
  return { ...Object.fromEntries(numbers), signed: npyArray(measured.measures.signed) };
}
