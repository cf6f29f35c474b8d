/** Rings of an autocorrelogram, over which grid scores are computed. */
import { UserError } from "../user-error.ts";
import type { Box } from "./bin-assignment.ts";

/** Inner and outer radius as fractions of the number of bins of the map: inner < r <= outer, or inner <= r <= outer. */
export type Ring = readonly [inner: number, outer: number];

/** Whether pixels at the inner radius belong to the ring. */
export type InnerEdge = "excluded" | "included";

/**
 * Rings that every map has for itself. `six-peaks`: one, around the six peaks next to the middle of the autocorrelogram.
 * `expanding-circle`: all outside the middle field, averaged over three neighbouring outer radii.
 */
export type RingSearch = "six-peaks" | "expanding-circle";

/**
 * The ten rings of DeepMind's released scorer: from 0.2 of the map's bins to 0.4 … 1.0 of them.
 * Source: scores.py of google-deepmind/grid-cells; numpy.linspace(0.4, 1.0, 10) to the last bit.
 */
export const deepmindRings: readonly Ring[] = Array.from({ length: 10 }, (_, i) => [
  0.2,
  i === 9 ? 1 : 0.4 + i * ((1 - 0.4) / 9),
]);

/** The paper states no inner radius; this one, in bins of a 32-bin map, is ours. */
export const baninoInnerBins = 4;

/**
 * The seven rings of Banino et al. 2018, Supplementary Information: outer radius 8, 10 … 20 bins of a 32-bin map.
 * @param innerBins inner radius in the same bins
 */
export function baninoRings(innerBins: number = baninoInnerBins): readonly Ring[] {
  return Array.from({ length: 7 }, (_, i) => [innerBins / 32, (8 + 2 * i) / 32]);
}

/** @throws UserError unless there are rings and each has 0 <= inner < outer <= 1 */
export function checkRings(rings: readonly Ring[]): void {
  if (rings.length === 0)
    throw new UserError("there are no rings to score", "give at least one [inner, outer]", 2);
  for (const [inner, outer] of rings) {
    if (!(inner >= 0 && inner < outer && outer <= 1)) {
      throw new UserError(
        `the ring from ${inner} to ${outer} is impossible`,
        "radii are fractions of the number of bins: 0 <= inner < outer <= 1",
        2,
      );
    }
  }
}

/** Mean of both radii, which the released code calls the separation of a map. NaN without a ring. */
export const separation = (ring: Ring | null): number => (ring ? (ring[0] + ring[1]) / 2 : Number.NaN);

/** How radii are told to people. */
export interface RingUnit {
  readonly unit: "m" | "bins";
  /** Turns a radius as a fraction of the bins into one in `unit`. */
  readonly factor: number;
  readonly digits: number;
}

/** Metres in a square box. In another one the rings, round in bins, are ellipses: bins. @param bins of the map, along a side */
export const ringUnit = (bins: number, { width, height }: Box): RingUnit =>
  width === height ? { unit: "m", factor: width, digits: 2 } : { unit: "bins", factor: bins, digits: 1 };

/** "0.44-1.32 m", or "4.0-12.0 bins". */
export function showRing([inner, outer]: Ring, bins: number, box: Box): string {
  const { unit, factor, digits } = ringUnit(bins, box);
  return `${(inner * factor).toFixed(digits)}-${(outer * factor).toFixed(digits)} ${unit}`;
}
