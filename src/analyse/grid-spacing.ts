/** How far apart the fields of a grid are, read off the autocorrelogram. */
import type { Engine } from "../engine/engine.ts";
import { autocorrelograms } from "./autocorrelogram.ts";
import type { Box } from "./bin-assignment.ts";
import { latticeOf } from "./lattice.ts";
import { columnsOf, type MapShape, type Maps, rowsOf, unitsAtOnce } from "./map-set.ts";
import type { Scorer } from "./scorer.ts";

/**
 * Distance (m) from the centre of the autocorrelogram to the six peaks next to it, their median: the spacing of a
 * hexagonal grid. Peaks are placed between bins by parabolas. It is a number for any map with six peaks; it says something
 * of those with a high grid score. Source: Hafting et al. 2005, Nature 436:801 (the vertices of the inner hexagon).
 * @param maps [units, y, x], NaN where unvisited @param box size in m
 * @param unvisited as the scorer has it whose score stands beside the spacing
 * @returns [units]; NaN where there are fewer than six peaks within three quarters of the shorter side
 * @throws UserError when the length of `maps` does not fit or a rate is infinite
 */
export function gridSpacings(
  engine: Engine,
  maps: Maps,
  shape: MapShape,
  box: Box,
  unvisited: Scorer["unvisited"],
): Float64Array {
  const [rows, columns] = [rowsOf(shape), columnsOf(shape)];
  const result = new Float64Array(shape.units);
  const geometry = { ...box, binsX: columns, binsY: rows };
  const size = (2 * rows - 1) * (2 * columns - 1);
  const portion = unitsAtOnce(size * 8);
  for (let first = 0; first < shape.units; first += portion) {
    const units = Math.min(portion, shape.units - first);
    const part = maps.subarray(first * rows * columns, (first + units) * rows * columns);
    const images = autocorrelograms(engine, part, { units, binsX: columns, binsY: rows }, unvisited);
    for (let unit = 0; unit < units; unit++) {
      const image = images.subarray(unit * size, (unit + 1) * size);
      result[first + unit] = latticeOf(image, geometry)?.spacing ?? Number.NaN;
    }
  }
  return result;
}
