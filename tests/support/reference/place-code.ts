/** Place cells in float64, one cell at a time, written to be read. */
import type { PlaceCodeKind } from "../../../src/code/place-code.ts";

export interface Cells {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly kind: PlaceCodeKind;
  readonly sigma: number;
  readonly surround: number;
  /** Sides of a periodic box. */
  readonly period?: { readonly width: number; readonly height: number } | undefined;
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
  const nearest = Math.min(...squared);
  const narrow = squared.map((n2) => Math.exp((nearest - n2) / (2 * sigma ** 2)));
  if (kind === "gaussian") return narrow.map((value) => value / sum(narrow));
  const wide = squared.map((n2) => Math.exp((nearest - n2) / (2 * surround * sigma ** 2)));
  // narrow / sum(narrow) - wide / sum(wide), multiplied by both sums: few cells far apart make both fractions 1 to the last digit.
  const excess = sum(wide.map((w, i) => w - narrow[i]!));
  const difference = narrow.map((n, i) => n * excess - (wide[i]! - n) * sum(narrow));
  const pedestal = Math.abs(Math.min(...difference));
  const raised = difference.map((value) => value + pedestal);
  return raised.map((value) => value / sum(raised));
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

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

/** Mean of all centres by their weights, around the cell of the largest. */
export function decodePlaceByWeight(cells: Cells, weights: ArrayLike<number>): [number, number] {
  const all = Array.from(weights);
  const best = all.indexOf(Math.max(...all));
  const mean = (centres: ArrayLike<number>, period: number | undefined) => {
    const away = all.map((weight, i) => weight * wrap(centres[i]! - centres[best]!, period));
    return wrap(centres[best]! + sum(away) / sum(all), period);
  };
  return [mean(cells.x, cells.period?.width), mean(cells.y, cells.period?.height)];
}

const wrap = (x: number, period: number | undefined) =>
  period === undefined ? x : x - period * Math.floor(x / period + 0.5);
