/** Measures of what a source's units do, with what only the source knows: where its walls are, and the signs of its activity. */
import type { ActivitySource } from "../tasks/activity-source.ts";
import { borderRatio } from "./border-ratio.ts";
import { insideWalls } from "./inside-walls.ts";
import { type MapMeasures, mapMeasures } from "./map-measures.ts";
import type { Observation } from "./observe.ts";

/** `mapMeasures` of the units from `first` on. A round arena has no straight walls, and so no border ratio. */
export function sourceMeasures(
  source: Pick<ActivitySource, "arena" | "walls" | "mapRule">,
  { rates, activity }: Pick<Observation, "rates" | "activity">,
  first: number,
  count: number,
): MapMeasures {
  const { rateMap, binsX, binsY, occupancy: visits } = rates;
  const size = binsX * binsY;
  const maps = rateMap.subarray(first * size, (first + count) * size);
  const shape = { units: count, binsX, binsY };
  const smallest = activity.smallest.subarray(first, first + count);
  const found = mapMeasures(maps, shape, { box: source.arena, visits, smallest });
  if (source.mapRule?.round) return { ...found, borderRatio: found.borderRatio.fill(Number.NaN) };
  const walled = insideWalls(maps, shape, source);
  if (walled.maps === maps) return found;
  const [rows, columns] = [walled.shape.binsY, walled.shape.binsX];
  const ratios = found.borderRatio.map((_, unit) => {
    const at = unit * rows * columns;
    return found.signed[unit] === 1
      ? Number.NaN
      : borderRatio(walled.maps.subarray(at, at + rows * columns), rows, columns);
  });
  return { ...found, borderRatio: ratios };
}
