/** Round numbers along an axis. */
import type { Range } from "./grid.ts";

const digits = [1, 2, 5, 10];

/** Multiples of 1, 2 or 5 times a power of ten inside the range, at most `count` and a few; none where doubles know none. */
export function linearTicks([lowest, highest]: Range, count: number): number[] {
  const rough = highest / count - lowest / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (digits.find((digit) => digit * power >= rough * (1 - 1e-9)) ?? Number.NaN);
  if (!(step > 0 && step < Number.POSITIVE_INFINITY)) return [];
  const first = Math.ceil(lowest / step - 1e-9);
  // Never counted up to the end: beyond 2 ** 53 a number and the next whole one are the same.
  const multiples = Array.from({ length: Math.ceil(count) + 2 }, (_, i) => (first + i) * step);
  return rising(multiples.filter((tick) => tick <= highest + step * 1e-9 && Number.isFinite(tick)));
}

/** Without those that are the one before. */
const rising = (ticks: readonly number[]): number[] =>
  ticks.filter((tick, i) => i === 0 || tick > ticks[i - 1]!);
