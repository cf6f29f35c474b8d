/** Bins of maps in which the animal could have been: within the walls, and inside a round arena. */
import type { ActivitySource } from "../tasks/activity-source.ts";
import { countingBins } from "./map-rule.ts";
import type { HiddenBins } from "./null.ts";
import type { RateMaps } from "./rate-map.ts";

/**
 * Bins [y, x] that no map of a source has, by its own rule: what a null of its maps must not have either. Undefined for a source without
 * a rule, whose maps have holes by chance alone.
 */
export const hiddenBins = (
  { mapRule, walls }: Pick<ActivitySource, "mapRule" | "walls">,
  { rateMap, binsX, binsY }: Pick<RateMaps, "rateMap" | "binsX" | "binsY">,
): HiddenBins =>
  mapRule || walls ? Array.from(rateMap.subarray(0, binsX * binsY), Number.isNaN) : undefined;

/** [y, x]. */
export function reachableBins(
  { binsX, binsY }: Pick<RateMaps, "binsX" | "binsY">,
  { arena, walls, mapRule, dt }: Pick<ActivitySource, "arena" | "walls" | "mapRule" | "dt">,
): boolean[] {
  const everywhere = new Uint8Array(binsX * binsY).fill(1);
  const grid = { binsX, binsY, width: arena.width, height: arena.height, dt };
  const inside = countingBins(everywhere, grid, {
    leastSeconds: 0,
    smoothing: 0,
    round: mapRule?.round === true,
  });
  const within = (bin: number, bins: number, side: number, walled = side) =>
    Math.abs((bin + 0.5) / bins - 0.5) * side <= walled / 2;
  return inside.map(
    (round, bin) =>
      round &&
      within(bin % binsX, binsX, arena.width, walls?.width) &&
      within(Math.floor(bin / binsX), binsY, arena.height, walls?.height),
  );
}
