/** Spacing, orientation and shape of the grids of many maps, read off their autocorrelograms. */
import type { Engine } from "../engine/engine.ts";
import { autocorrelograms } from "./autocorrelogram.ts";
import type { Box } from "./bin-assignment.ts";
import { latticeOf } from "./lattice.ts";
import { columnsOf, type MapShape, type Maps, rowsOf, unitsAtOnce } from "./map-set.ts";
import type { Scorer } from "./scorer.ts";

/** Of each map; NaN where the autocorrelogram has fewer than six peaks within three quarters of the shorter side. */
export interface Lattices {
  /** m: median of the distances of the six peaks. */
  readonly spacing: Float64Array;
  /** m: mean of the three axes, and their standard deviation. */
  readonly meanSpacing: Float64Array;
  readonly spacingSpread: Float64Array;
  /** Of the axes, rad in [0, pi / 3): their circular mean and standard deviation. */
  readonly orientation: Float64Array;
  readonly orientationSpread: Float64Array;
  /** Longer over shorter axis of the ellipse through the peaks; NaN, too, where there is no ellipse through them. */
  readonly ellipticity: Float64Array;
}

/**
 * Distance (m) from the centre of the autocorrelogram to the six peaks next to it, their median: the spacing of a
 * hexagonal grid; and the direction of its axes. Peaks are placed between bins by parabolas. They are numbers for any map with
 * six peaks; they say something of those with a high grid score. Source: Hafting et al. 2005, Nature 436:801 (the vertices of
 * the inner hexagon).
 * @param maps [units, y, x], NaN where unvisited @param box size in m
 * @param unvisited as the scorer has it whose score stands beside them
 * @throws UserError when the length of `maps` does not fit or a rate is infinite
 */
export function gridLattices(
  engine: Engine,
  maps: Maps,
  shape: MapShape,
  box: Box,
  unvisited: Scorer["unvisited"],
): Lattices {
  const [rows, columns] = [rowsOf(shape), columnsOf(shape)];
  const numbers = () => new Float64Array(shape.units).fill(Number.NaN);
  const found = {
    ...{ spacing: numbers(), meanSpacing: numbers(), spacingSpread: numbers() },
    ...{ orientation: numbers(), orientationSpread: numbers(), ellipticity: numbers() },
  };
  const geometry = { ...box, binsX: columns, binsY: rows };
  const size = (2 * rows - 1) * (2 * columns - 1);
  const portion = unitsAtOnce(size * 8);
  for (let first = 0; first < shape.units; first += portion) {
    const units = Math.min(portion, shape.units - first);
    const part = maps.subarray(first * rows * columns, (first + units) * rows * columns);
    const images = autocorrelograms(engine, part, { units, binsX: columns, binsY: rows }, unvisited);
    for (let unit = 0; unit < units; unit++) {
      const lattice = latticeOf(images.subarray(unit * size, (unit + 1) * size), geometry);
      if (!lattice) continue;
      found.spacing[first + unit] = lattice.spacing;
      found.meanSpacing[first + unit] = lattice.meanSpacing;
      found.spacingSpread[first + unit] = lattice.spacingSpread;
      found.orientation[first + unit] = lattice.orientation;
      found.orientationSpread[first + unit] = lattice.orientationSpread;
      found.ellipticity[first + unit] = lattice.ellipse?.ellipticity ?? Number.NaN;
    }
  }
  return found;
}
