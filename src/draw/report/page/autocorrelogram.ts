/** Autocorrelograms, computed where the page is looked at: the file holds maps only. */

import type { CorrelationRule } from "../gallery.ts";

/** Smallest variance that is more than round-off, as a share of the mean square. */
const roundOff = 1e-12;

/**
 * Correlation of a map with itself at every shift: what the engine's kernel computes, from the map as the page has it. By `zero` and
 * `excluded` Pearson's, over the bins both have; by `whole-map` about the mean of all, as a share of shift 0.
 * @param map [rows, columns], NaN unvisited
 * @returns [2 rows - 1, 2 columns - 1], shift 0 in the middle; 0 where a patch does not vary; NaN throughout for a map that does not
 */
export function autocorrelogram(
  map: Float64Array,
  rows: number,
  columns: number,
  rule: CorrelationRule,
): Float64Array {
  const rates = rule === "zero" ? map.map((rate) => (Number.isNaN(rate) ? 0 : rate)) : map;
  const width = 2 * columns - 1;
  const image = new Float64Array((2 * rows - 1) * width);
  const last = image.length - 1;
  if (!varies(rates)) return image.fill(Number.NaN);
  const whole = rule === "whole-map" ? deviations(rates) : undefined;
  const square = whole && productSum(whole, rows, columns, 0, 0);
  for (let up = 0; up < rows; up++) {
    for (let right = 1 - columns; right < columns; right++) {
      const at = (up + rows - 1) * width + right + columns - 1;
      image[at] = whole
        ? productSum(whole, rows, columns, up, right) / square!
        : correlation(rates, rows, columns, up, right);
      image[last - at] = image[at]!;
    }
  }
  return image;
}

function varies(rates: Float64Array): boolean {
  const visited = rates.filter((rate) => !Number.isNaN(rate));
  return visited.some((rate) => rate !== visited[0]);
}

/** From the mean of the visited bins; 0 in the others. */
function deviations(rates: Float64Array): Float64Array {
  const visited = rates.filter((rate) => !Number.isNaN(rate));
  const mean = visited.reduce((sum, rate) => sum + rate, 0) / visited.length;
  return rates.map((rate) => (Number.isNaN(rate) ? 0 : rate - mean));
}

/** Of the deviations at (y, x) and at (y + up, x + right). */
function productSum(map: Float64Array, rows: number, columns: number, up: number, right: number): number {
  let sum = 0;
  for (let y = 0; y < rows - up; y++) {
    for (let x = Math.max(0, -right); x < Math.min(columns, columns - right); x++) {
      sum += map[y * columns + x]! * map[(y + up) * columns + x + right]!;
    }
  }
  return sum;
}

/** Between the rates at (y, x) and at (y + up, x + right). */
function correlation(rates: Float64Array, rows: number, columns: number, up: number, right: number): number {
  let [count, sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0, 0];
  const shift = up * columns + right;
  const [from, to] = [Math.max(0, -right), Math.min(columns, columns - right)];
  for (let y = 0; y < rows - up; y++) {
    for (let x = from; x < to; x++) {
      const a = rates[y * columns + x]!;
      const b = rates[y * columns + x + shift]!;
      if (Number.isNaN(a) || Number.isNaN(b)) continue;
      count++;
      sumA += a;
      sumB += b;
      sumAA += a * a;
      sumBB += b * b;
      sumAB += a * b;
    }
  }
  const varianceA = sumAA - (sumA * sumA) / count;
  const varianceB = sumBB - (sumB * sumB) / count;
  if (!(varianceA > roundOff * sumAA && varianceB > roundOff * sumBB)) return 0;
  const value = (sumAB - (sumA * sumB) / count) / Math.sqrt(varianceA * varianceB);
  return Math.max(-1, Math.min(1, value));
}
