/** Bins of maps in which the animal could have been: within the walls, and inside a round arena. */
import type { ActivitySource } from "../tasks/activity-source.ts";
import { countingBins } from "./map-rule.ts";
import type { RateMaps } from "./rate-map.ts";

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
