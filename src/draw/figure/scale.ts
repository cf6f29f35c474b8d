/** From values to pixels along an axis, and its ticks. Nothing is drawn here. */
import { type Range, shareOfRange } from "../grid.ts";
import { linearTicks } from "../ticks.ts";

/** What an axis shows, and where. */
export interface Axis {
  /** Quantity and unit: "decode error (cm)". */
  readonly label: string;
  readonly range: Range;
  readonly logarithmic?: boolean | undefined;
  /** Names instead of numbers, each line of one below the other. */
  readonly names?: readonly { readonly at: number; readonly name: string }[] | undefined;
}

/** From a value to pixels between 0 and `length`; NaN for what a logarithmic axis cannot show. */
export type Scale = (value: number) => number;

/** @throws RangeError when the range is empty, or a logarithmic one is not positive */
export function scaleOf({ range, logarithmic = false }: Axis, length: number): Scale {
  const [lowest, highest] = range;
  if (!(lowest < highest)) throw new RangeError(`an axis cannot go from ${lowest} to ${highest}`);
  if (!logarithmic) return (value) => shareOfRange(value, range) * length;
  if (lowest <= 0) throw new RangeError(`a logarithmic axis cannot begin at ${lowest}`);
  const exponents = [Math.log10(lowest), Math.log10(highest)] as const;
  return (value) => (value > 0 ? shareOfRange(Math.log10(value), exponents) * length : Number.NaN);
}

/** Round values inside the range, at most `count` and a few of them; its ends where doubles know none between. */
export function ticksOf(axis: Axis, count: number): number[] {
  const ticks = axis.logarithmic ? logarithmicTicks(axis.range, count) : linearTicks(axis.range, count);
  return ticks.length > 0 ? ticks : [...axis.range];
}

/** 1, 2 and 5 of each power of ten, only powers where that is too many; linear ones where the range is less than a factor of four. */
function logarithmicTicks([lowest, highest]: Range, count: number): number[] {
  if (highest / lowest < 4) return linearTicks([lowest, highest], count);
  const [first, last] = [Math.floor(Math.log10(lowest)), Math.ceil(Math.log10(highest))];
  const within = (mantissas: readonly number[], stride: number) => {
    const ticks: number[] = [];
    for (let power = Math.ceil(first / stride) * stride; power <= last; power += stride) {
      for (const mantissa of mantissas) ticks.push(mantissa * 10 ** power);
    }
    return ticks.filter(
      (tick) => tick >= lowest * (1 - 1e-9) && tick <= Math.min(Number.MAX_VALUE, highest * (1 + 1e-9)),
    );
  };
  const fine = within([1, 2, 5], 1);
  return fine.length <= count + 3 ? fine : within([1], Math.ceil((last - first) / (count + 2)));
}

/** The ticks as texts, all with the decimals that tell neighbours apart. */
export function tickLabels(ticks: readonly number[]): string[] {
  const largest = Math.max(...ticks.map(Math.abs));
  if (largest >= 1e6 || largest < 1e-3) return ticks.map((tick) => minus(String(threeDigits(tick))));
  const decimals = [0, 1, 2, 3, 4, 5, 6].find((digits) =>
    ticks.every((tick) => Math.abs(Number(tick.toFixed(digits)) - tick) <= Math.abs(tick) * 1e-9 + 1e-12),
  );
  const evenly = isEven(ticks);
  return ticks.map((tick) =>
    minus(evenly ? grouped(tick, decimals ?? 6) : String(Number(tick.toPrecision(6)))),
  );
}

/** The largest numbers there are round to none. */
const threeDigits = (tick: number): number => {
  const rounded = Number(tick.toPrecision(3));
  return Number.isFinite(rounded) ? rounded : tick;
};

const isEven = (ticks: readonly number[]): boolean =>
  ticks.every(
    (tick, i) => i < 2 || Math.abs(tick - 2 * ticks[i - 1]! + ticks[i - 2]!) < 1e-9 * Math.abs(tick) + 1e-12,
  );

/** Thousands apart from five digits on. */
function grouped(value: number, decimals: number): string {
  const text = (value + 0).toFixed(decimals).replace(/^-(0(\.0+)?)$/, "$1");
  return Math.abs(value) >= 10_000 ? text.replace(/\B(?=(\d{3})+(?!\d))/g, ",") : text;
}

const minus = (text: string): string => text.replace(/^-/, "\u2212");
