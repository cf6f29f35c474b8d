/** Place cells in float64, one cell at a time, written to be read. */
import type { PlaceCodeKind } from "../../src/code/place-code.ts";

export interface Cells {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly kind: PlaceCodeKind;
  readonly sigma: number;
  readonly surround: number;
  /** Sides of a periodic box. */
  readonly period?: { readonly width: number; readonly height: number } | undefined;
}

function softmax(exponents: readonly number[]): number[] {
  const largest = Math.max(...exponents);
  const weights = exponents.map((exponent) => Math.exp(exponent - largest));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

export function encodePlace(cells: Cells, x: number, y: number): number[] {
  const { kind, sigma, surround, period } = cells;
  const squared = Array.from(cells.x, (centreX, i) => {
    let dx = Math.abs(x - centreX);
    let dy = Math.abs(y - cells.y[i]!);
    if (period) {
      dx = Math.min(dx, period.width - dx);
      dy = Math.min(dy, period.height - dy);
    }
    return dx * dx + dy * dy;
  });
  const centre = softmax(squared.map((n2) => -n2 / (2 * sigma ** 2)));
  if (kind === "gaussian") return centre;
  const around = softmax(squared.map((n2) => -n2 / (2 * surround * sigma ** 2)));
  const difference = centre.map((value, i) => value - around[i]!);
  const pedestal = Math.abs(Math.min(...difference));
  const sum = difference.reduce((total, value) => total + value + pedestal, 0);
  return difference.map((value) => (value + pedestal) / sum);
}

/** Mean of the centres of the k largest entries; of equals the first. */
export function decodePlace(cells: Cells, activity: ArrayLike<number>, k: number): [number, number] {
  const order = Array.from(activity, (value, cell) => ({ value, cell }))
    .sort((a, b) => b.value - a.value || a.cell - b.cell)
    .slice(0, k);
  const mean = (centres: ArrayLike<number>, period: number | undefined) => {
    const best = centres[order[0]!.cell]!;
    const away = order.map(({ cell }) => wrap(centres[cell]! - best, period));
    return wrap(best + away.reduce((sum, distance) => sum + distance, 0) / k, period);
  };
  return [mean(cells.x, cells.period?.width), mean(cells.y, cells.period?.height)];
}

const wrap = (x: number, period: number | undefined) =>
  period === undefined ? x : x - period * Math.floor(x / period + 0.5);
