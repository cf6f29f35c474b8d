/** The numbers of a unit by which units are listed, sorted and filtered, in the shell as in a report. */
import type { Box } from "../analyse/bin-assignment.ts";
import { peakRates } from "../analyse/rate-map.ts";
import { ringUnit } from "../analyse/ring.ts";
import type { Analysis, Look } from "./analysis.ts";

/** What a column is called in filters, in which unit it is, and what it says. */
export const unitColumns = {
  grid60: { unit: "", help: "hexagonal grid score" },
  grid90: { unit: "", help: "square grid score" },
  border: { unit: "", help: "border score, from -1 to 1" },
  spacing: { unit: "m", help: "median distance of the six innermost peaks" },
  ring: {
    unit: "m",
    help: "outer radius of the ring of grid60",
  },
  mean: { unit: "", help: "mean activity over all samples" },
  peak: { unit: "", help: "highest rate of the map" },
  active: { unit: "%", help: "share of samples in which it was not zero" },
} as const;

export type UnitColumn = keyof typeof unitColumns;

export const unitColumnNames = Object.keys(unitColumns) as UnitColumn[];

/** One array [units] for each column; NaN where a unit has no such number. */
export type UnitNumbers = Readonly<Record<UnitColumn, ArrayLike<number>>>;

export async function unitNumbers(analysis: Analysis, look: Look): Promise<UnitNumbers> {
  const { rates, activity } = await analysis.observation(look);
  const { grid60, grid90, ring60, bins } = await analysis.scores(look);
  const borders = await analysis.borders(look);
  const { factor } = ringUnit(bins, analysis.source.arena);
  return {
    ...{ grid60, grid90 },
    border: Float64Array.from(borders, ({ score }) => score),
    spacing: (await analysis.lattices(look)).spacing,
    ring: Float64Array.from(ring60, (ring) => (ring ? ring[1] * factor : Number.NaN)),
    mean: activity.mean,
    peak: peakRates(rates),
    active: activity.unitDensity.map((share) => 100 * share),
  };
}

/** The unit of a column in this box: rings are round in bins. @param bins of a map, along a side */
export const unitOfColumn = (column: UnitColumn, bins: number, box: Box): string =>
  column === "ring" ? ringUnit(bins, box).unit : unitColumns[column].unit;
