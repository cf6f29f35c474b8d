/** Bins that no sample fell into: how many there are, and when that is worth a warning. */
import type { RateMaps } from "../../analyse/rate-map.ts";
import { reachableBins } from "../../analyse/reachable-bins.ts";
import type { ActivitySource } from "../../tasks/activity-source.ts";
import type { CommandContext } from "./command.ts";

/** Share of the bins above which a map is full of holes: the scorers then judge the holes as well. */
export const manyUnvisited = 0.05;

export const unvisitedBins = ({ occupancy }: Pick<RateMaps, "occupancy">): number =>
  occupancy.reduce((count, visits) => (visits === 0 ? count + 1 : count), 0);

type Reach = Pick<ActivitySource, "arena" | "walls" | "mapRule" | "dt" | "usual">;

/** Of the bins in which the animal could have been. */
export function unvisitedShare(
  rates: Pick<RateMaps, "occupancy" | "binsX" | "binsY">,
  source: Omit<Reach, "usual">,
): number {
  const reachable = reachableBins(rates, source);
  const all = reachable.filter(Boolean).length;
  return reachable.reduce((count, can, bin) => count + (can && rates.occupancy[bin] === 0 ? 1 : 0), 0) / all;
}

/** One line on stderr when the bins are too fine for the samples. */
export function warnOfUnvisitedBins(
  context: Pick<CommandContext, "note">,
  rates: RateMaps,
  source: Reach,
): void {
  const share = unvisitedShare(rates, source);
  if (share <= manyUnvisited) return;
  const holes = `${Math.round(100 * share)} % of the bins are unvisited`;
  const more = source.usual.trajectories === undefined ? " or raise --trajectories" : "";
  context.note(`warning: ${holes}; lower --bins${more}`);
}
