/** Bins that no sample fell into: how many there are, and when that is worth a warning. */
import type { RateMaps } from "../../analyse/rate-map.ts";
import type { CommandContext } from "./command.ts";

/** Share of the bins above which a map is full of holes: the scorers then judge the holes as well. */
export const manyUnvisited = 0.05;

export const unvisitedBins = ({ occupancy }: Pick<RateMaps, "occupancy">): number =>
  occupancy.reduce((count, visits) => (visits === 0 ? count + 1 : count), 0);

export const unvisitedShare = (rates: Pick<RateMaps, "occupancy">): number =>
  unvisitedBins(rates) / rates.occupancy.length;

/** One line on stderr when the bins are too fine for the samples. */
export function warnOfUnvisitedBins(context: Pick<CommandContext, "note">, rates: RateMaps): void {
  const share = unvisitedShare(rates);
  if (share <= manyUnvisited) return;
  const holes = `${Math.round(100 * share)} % of the bins are unvisited`;
  context.note(`warning: ${holes}; lower --bins or raise --trajectories`);
}
