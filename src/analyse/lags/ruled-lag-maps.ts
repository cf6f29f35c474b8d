import type { ActivitySource } from "../../tasks/activity-source.ts";
import { ruledMaps } from "../map-rule.ts";

/**
 * Plain means as the source's own rule would have them; where it has none, as they are. What the place explains and the spatial
 * information are always of the plain means.
 * @param maps [units, bins], NaN where never visited @param visits [bins] @param side bins along x and y
 */
export function ruledLagMaps(
  maps: Float64Array,
  visits: Int32Array,
  side: number,
  { mapRule, arena, dt }: Pick<ActivitySource, "mapRule" | "arena" | "dt">,
): Float64Array {
  if (mapRule === undefined) return maps;
  const bins = side * side;
  const units = maps.length / bins;
  const sums = Float64Array.from({ length: maps.length }, (_, i) => {
    const [bin, unit] = [Math.floor(i / units), i % units];
    return visits[bin]! > 0 ? maps[unit * bins + bin]! * visits[bin]! : 0;
  });
  const grid = { binsX: side, binsY: side, width: arena.width, height: arena.height, dt };
  return ruledMaps(sums, visits, units, grid, mapRule);
}
