/** From values to pixels along an axis, and its ticks. Nothing is drawn here. */
import type { Range } from "../grid.ts";

/** What an axis shows, and where. */
export interface Axis {
  /** Quantity and unit: "decode error (cm)". */
  readonly label: string;
  readonly range: Range;
  readonly logarithmic?: boolean | undefined;
}

/** From a value to pixels between 0 and `length`. */
export type Scale = (value: number) => number;

/** @throws RangeError when the range is empty, or a logarithmic one is not positive */
export function scaleOf({ range: [lowest, highest], logarithmic = false }: Axis, length: number): Scale {
  if (!(lowest < highest)) throw new RangeError(`an axis cannot go from ${lowest} to ${highest}`);
  if (!logarithmic) return (value) => ((value - lowest) / (highest - lowest)) * length;
  if (lowest <= 0) throw new RangeError(`a logarithmic axis cannot begin at ${lowest}`);
  return (value) => (Math.log(value / lowest) / Math.log(highest / lowest)) * length;
}

const steps = [1, 2, 2.5, 5, 10];

/** Round values inside the range, at most `count` and a few of them. */
export function ticksOf({ range: [lowest, highest], logarithmic = false }: Axis, count: number): number[] {
  if (logarithmic) return logarithmicTicks(lowest, highest, count);
  const rough = (highest - lowest) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * steps.find((candidate) => candidate * power >= rough * (1 - 1e-9))!;
  const ticks: number[] = [];
  for (let i = Math.ceil(lowest / step - 1e-9); i * step <= highest + step * 1e-9; i++) ticks.push(i * step);
  return ticks;
}

/** 1, 2 and 5 of each power of ten, only the powers where that is too many; linear ones where the range is less than a factor of four. */
function logarithmicTicks(lowest: number, highest: number, count: number): number[] {
  if (highest / lowest < 4) return ticksOf({ label: "", range: [lowest, highest] }, count);
  const within = (mantissas: readonly number[]) => {
    const ticks: number[] = [];
    for (let power = Math.floor(Math.log10(lowest)); power <= Math.ceil(Math.log10(highest)); power++) {
      for (const mantissa of mantissas) ticks.push(mantissa * 10 ** power);
    }
    return ticks.filter((tick) => tick >= lowest * (1 - 1e-9) && tick <= highest * (1 + 1e-9));
  };
  const fine = within([1, 2, 5]);
  return fine.length <= count + 3 ? fine : within([1]);
}

/** The ticks as texts, all with the decimals that tell neighbours apart. */
export function tickLabels(ticks: readonly number[]): string[] {
  const largest = Math.max(...ticks.map(Math.abs));
  if (largest >= 1e6 || largest < 1e-3)
    return ticks.map((tick) => minus(String(Number(tick.toPrecision(3)))));
  const decimals = [0, 1, 2, 3, 4, 5, 6].find((digits) =>
    ticks.every((tick) => Math.abs(Number(tick.toFixed(digits)) - tick) <= Math.abs(tick) * 1e-9 + 1e-12),
  );
  const evenly = isEven(ticks);
  return ticks.map((tick) =>
    minus(evenly ? grouped(tick, decimals ?? 6) : String(Number(tick.toPrecision(6)))),
  );
}

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
