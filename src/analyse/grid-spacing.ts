/** How far apart the fields of a grid are, read off the autocorrelogram. */
import type { Engine } from "../engine/engine.ts";
import { autocorrelograms } from "./autocorrelogram.ts";
import type { Box } from "./bin-assignment.ts";
import { columnsOf, type MapShape, type Maps, rowsOf } from "./map-set.ts";
import type { Scorer } from "./scorer.ts";

/** Autocorrelograms looked at together: bounds the memory. */
const portion = 512;
/** Peaks beyond this share of the shorter side rest on too few bins. */
const reach = 0.75;
const neighbours = 6;

/**
 * Distance (m) from the centre of the autocorrelogram to the six peaks next to it, their median: the spacing of a
 * hexagonal grid. Peaks are placed between bins by parabolas. It is a number for any map with six peaks; it says something
 * of those with a high grid score. Source: Hafting et al. 2005, Nature 436:801 (the vertices of the inner hexagon).
 * @param maps [units, y, x], NaN where unvisited @param box size in m
 * @returns [units]; NaN where there are fewer than six peaks within three quarters of the shorter side
 * @throws UserError when the length of `maps` does not fit or a rate is infinite
 */
export function gridSpacings(
  engine: Engine,
  maps: Maps,
  shape: MapShape,
  box: Box,
  unvisited: Scorer["unvisited"] = "excluded",
): Float64Array {
  const [rows, columns] = [rowsOf(shape), columnsOf(shape)];
  const result = new Float64Array(shape.units);
  const size = (2 * rows - 1) * (2 * columns - 1);
  for (let first = 0; first < shape.units; first += portion) {
    const units = Math.min(portion, shape.units - first);
    const part = maps.subarray(first * rows * columns, (first + units) * rows * columns);
    const images = autocorrelograms(engine, part, { units, binsX: columns, binsY: rows }, unvisited);
    for (let unit = 0; unit < units; unit++) {
      const image = images.subarray(unit * size, (unit + 1) * size);
      result[first + unit] = spacing(image, 2 * rows - 1, 2 * columns - 1, box);
    }
  }
  return result;
}

function spacing(image: Float64Array, height: number, width: number, box: Box): number {
  const [middleY, middleX] = [(height - 1) / 2, (width - 1) / 2];
  const [binY, binX] = [box.height / (middleY + 1), box.width / (middleX + 1)];
  const farthest = reach * Math.min(box.width, box.height);
  const distances: number[] = [];
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      if ((y === middleY && x === middleX) || !isPeak(image, y * width + x, width)) continue;
      const up = y - middleY + vertex(image, y * width + x, width);
      const right = x - middleX + vertex(image, y * width + x, 1);
      const distance = Math.hypot(up * binY, right * binX);
      if (distance <= farthest) distances.push(distance);
    }
  }
  if (distances.length < neighbours) return Number.NaN;
  const nearest = distances.sort((a, b) => a - b).slice(0, neighbours);
  return (nearest[neighbours / 2 - 1]! + nearest[neighbours / 2]!) / 2;
}

/** Positive and above all eight neighbours. */
function isPeak(image: Float64Array, at: number, width: number): boolean {
  const value = image[at]!;
  const around = [at - width, at + width].flatMap((row) => [row - 1, row, row + 1]);
  return value > 0 && [...around, at - 1, at + 1].every((other) => value > image[other]!);
}

/** Where the parabola through a peak and its two neighbours is highest, in bins from the peak. */
function vertex(image: Float64Array, at: number, stride: number): number {
  const [before, peak, after] = [image[at - stride]!, image[at]!, image[at + stride]!];
  return (before - after) / (2 * (before - 2 * peak + after));
}
