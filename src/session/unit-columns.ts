/** The numbers of a unit by which units are listed, sorted and filtered, in the shell as in a report. */
import type { Box } from "../analyse/bin-assignment.ts";
import { significance } from "../analyse/nulls/significance.ts";
import { peakRates } from "../analyse/rate-map.ts";
import { ringUnit, separation } from "../analyse/ring.ts";
import type { Analysis, Look } from "./analysis.ts";

interface Column {
  readonly unit: string;
  /** What it says. docs/measures.md says it at length. */
  readonly help: string;
  /** It is made for rates, and so undefined for a unit that goes below zero. */
  readonly ofRates?: true;
}

/** What a column is called in filters, in which unit it is, and what it says. */
export const unitColumns = {
  grid60: { unit: "", help: "hexagonal grid score" },
  grid90: { unit: "", help: "square grid score" },
  threshold60: { unit: "", help: "95th percentile of its null, grid60" },
  p60: { unit: "", help: "share of the null that reaches grid60" },
  q60: { unit: "", help: "p60 by Benjamini-Hochberg" },
  threshold90: { unit: "", help: "95th percentile of its null, grid90" },
  p90: { unit: "", help: "share of the null that reaches grid90" },
  q90: { unit: "", help: "p90 by Benjamini-Hochberg" },
  border: { unit: "", help: "border score by fields, -1 to 1" },
  borderRatio: { unit: "", help: "border score by walls, -1 to 1", ofRates: true },
  spacing: { unit: "m", help: "median distance of the six peaks" },
  meanSpacing: { unit: "m", help: "mean distance along the three axes" },
  spacingSpread: { unit: "m", help: "s.d. of the three axes' distances" },
  orientation: { unit: "deg", help: "direction of the axes, modulo 60" },
  orientationSpread: { unit: "deg", help: "circular s.d. of the three axes" },
  ellipticity: { unit: "", help: "long over short axis of the six peaks" },
  ring: { unit: "m", help: "outer radius of the ring of grid60" },
  separation: { unit: "m", help: "mean radius of that ring" },
  fourier: { unit: "", help: "power of three waves at 60 degrees" },
  information: { unit: "bits", help: "spatial information per activity", ofRates: true },
  informationRate: { unit: "", help: "spatial information times the mean", ofRates: true },
  sparsity: { unit: "", help: "squared mean over mean square, 0 to 1", ofRates: true },
  selectivity: { unit: "", help: "highest rate over the mean", ofRates: true },
  coherence: { unit: "", help: "correlation with neighbour bins, as z" },
  fields: { unit: "", help: "firing fields above 30 % of the peak" },
  fieldSize: { unit: "m^2", help: "mean area of the firing fields" },
  vectorLength: { unit: "", help: "mean vector length of the heading", ofRates: true },
  shiftedLength: { unit: "", help: "the same less the lowest; any cosine 0.5" },
  headingCorrelation: { unit: "", help: "with the best cosine of heading, 0 to 1" },
  speedScore: { unit: "", help: "correlation of activity and speed" },
  mean: { unit: "", help: "mean activity over all samples" },
  peak: { unit: "", help: "highest rate of the map" },
  active: { unit: "%", help: "share of samples it was not zero in" },
  signed: { unit: "", help: "1 where it went below zero, else 0" },
} as const satisfies Readonly<Record<string, Column>>;

export type UnitColumn = keyof typeof unitColumns;

export const unitColumnNames = Object.keys(unitColumns) as UnitColumn[];

/** The columns shown where there is room for few, the most important first. */
export const mainColumns: readonly UnitColumn[] = [
  ...(["grid60", "q60", "grid90", "spacing", "mean", "border", "active", "peak", "ring"] as const),
];

/** One array [units] for each column; NaN where a unit has no such number. */
export type UnitNumbers = Readonly<Record<UnitColumn, ArrayLike<number>>>;

export async function unitNumbers(analysis: Analysis, look: Look): Promise<UnitNumbers> {
  const { rates, activity, movement } = await analysis.observation(look);
  const { grid60, grid90, ring60, bins } = await analysis.scores(look);
  const nullScores = await analysis.nullScores(look);
  const hexagonal = nullScores && significance(grid60, nullScores, nullScores.grid60);
  const square = nullScores && significance(grid90, nullScores, nullScores.grid90);
  const borders = await analysis.borders(look);
  const lattices = await analysis.lattices(look);
  const measures = await analysis.measures(look);
  const { factor } = ringUnit(bins, analysis.source.arena);
  const unknown = new Float64Array(rates.units).fill(Number.NaN);
  return {
    ...{ threshold60: hexagonal?.thresholds ?? unknown, threshold90: square?.thresholds ?? unknown },
    ...{ grid60, p60: hexagonal?.p ?? unknown, q60: hexagonal?.adjusted ?? unknown },
    ...{ grid90, p90: square?.p ?? unknown, q90: square?.adjusted ?? unknown },
    border: Float64Array.from(borders, ({ score }) => score),
    ...{
      spacing: lattices.spacing,
      meanSpacing: lattices.meanSpacing,
      spacingSpread: lattices.spacingSpread,
    },
    orientation: lattices.orientation.map(inDegrees),
    orientationSpread: lattices.orientationSpread.map(inDegrees),
    ellipticity: lattices.ellipticity,
    ring: Float64Array.from(ring60, (ring) => (ring ? ring[1] * factor : Number.NaN)),
    separation: Float64Array.from(ring60, (ring) => separation(ring) * factor),
    fourier: (await analysis.fourier(look)).power,
    ...measures,
    vectorLength: movement?.vectorLength ?? unknown,
    shiftedLength: movement?.shiftedLength ?? unknown,
    headingCorrelation: movement?.headingCorrelation ?? unknown,
    speedScore: movement?.speedScore ?? unknown,
    mean: activity.mean,
    peak: peakRates(rates),
    active: activity.unitDensity.map((share) => 100 * share),
  };
}

const inDegrees = (angle: number): number => (180 / Math.PI) * angle;

/** Why a unit has no number in a column, where its sign is why. */
export const isUndefinedBySign = (column: UnitColumn, numbers: UnitNumbers, unit: number): boolean => {
  const { ofRates }: Column = unitColumns[column];
  return ofRates === true && numbers.signed[unit] === 1;
};

/** The unit of a column in this box: rings are round in bins. @param bins of a map, along a side */
export const unitOfColumn = (column: UnitColumn, bins: number, box: Box): string =>
  column === "ring" || column === "separation" ? ringUnit(bins, box).unit : unitColumns[column].unit;
