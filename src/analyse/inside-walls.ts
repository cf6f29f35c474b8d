/** Maps cut to the walls of the box, for what asks where the walls are: maps with square bins may reach beyond them. */
import type { ActivitySource } from "../tasks/activity-source.ts";
import type { Box } from "./bin-assignment.ts";
import { columnsOf, type MapShape, type Maps, rowsOf } from "./map-set.ts";

export interface WalledMaps {
  readonly maps: Maps;
  readonly shape: { readonly units: number; readonly binsX: number; readonly binsY: number };
  /** Of the maps, m: whole bins. */
  readonly box: Box;
}

/**
 * The rows and columns whose middle lies within the walls; all of them where the maps end at the walls.
 * @param maps [units, y, x]
 */
export function insideWalls(
  maps: Maps,
  shape: MapShape,
  { arena, walls }: Pick<ActivitySource, "arena" | "walls">,
): WalledMaps {
  const [rows, columns, units] = [rowsOf(shape), columnsOf(shape), shape.units];
  const x = within(columns, arena.width, walls?.width ?? arena.width);
  const y = within(rows, arena.height, walls?.height ?? arena.height);
  const [binsX, binsY] = [x.end - x.first, y.end - y.first];
  const box = { width: (binsX * arena.width) / columns, height: (binsY * arena.height) / rows };
  if (binsX === columns && binsY === rows) return { maps, shape: { units, binsX, binsY }, box: arena };
  const cut = new Float64Array(units * binsX * binsY);
  for (let unit = 0; unit < units; unit++) {
    for (let row = 0; row < binsY; row++) {
      const from = (unit * rows + y.first + row) * columns + x.first;
      cut.set(maps.subarray(from, from + binsX), (unit * binsY + row) * binsX);
    }
  }
  return { maps: cut, shape: { units, binsX, binsY }, box };
}

/** Bins whose middle is at most half of `walled` from the middle; at least one. */
function within(bins: number, side: number, walled: number): { first: number; end: number } {
  const beyond = ((side - walled) / (2 * side)) * bins;
  const first = Math.min(Math.floor((bins - 1) / 2), Math.max(0, Math.ceil(beyond - 0.5 - 1e-9)));
  return { first, end: bins - first };
}
