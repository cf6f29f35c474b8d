/** Lying box plots: quartiles, whiskers to the last value within 1.5 times their distance, what lies beyond, the mean. */
import type { PlotArea } from "./axes.ts";
import { markShape } from "./marks.ts";
import { type Shape, straight } from "./scene.ts";
import { ink } from "./theme.ts";

export interface Box {
  /** The three quartiles, linear between neighbours. */
  readonly quartiles: readonly [first: number, median: number, third: number];
  readonly whiskers: readonly [low: number, high: number];
  readonly beyond: readonly number[];
  readonly mean: number;
}

const whiskerLength = 1.5;

/** Undefined where no value is a number. */
export function boxOf(values: readonly number[]): Box | undefined {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  if (sorted.length === 0) return undefined;
  const at = (share: number): number => {
    const place = share * (sorted.length - 1);
    const below = Math.floor(place);
    const [one, next] = [sorted[below]!, sorted[Math.min(sorted.length - 1, below + 1)]!];
    return one + (next - one) * (place - below);
  };
  const quartiles = [at(0.25), at(0.5), at(0.75)] as const;
  const reach = whiskerLength * (quartiles[2] - quartiles[0]);
  const [low, high] = [quartiles[0] - reach, quartiles[2] + reach];
  const inside = sorted.filter((value) => value >= low && value <= high);
  return {
    quartiles,
    whiskers: [inside[0]!, inside.at(-1)!],
    beyond: sorted.filter((value) => value < low || value > high),
    mean: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
  };
}

/** @param at its middle on the y axis, where a row is 1 high */
export function boxShapes(
  { quartiles, whiskers, beyond, mean }: Box,
  at: number,
  colour: string,
  { x, y }: PlotArea,
): Shape[] {
  const [top, middle, bottom] = [y(at + 0.28), y(at), y(at - 0.28)];
  const [first, median, third] = quartiles.map(x) as [number, number, number];
  const [low, high] = whiskers.map(x) as [number, number];
  const stroke = { colour: ink.strong, width: 1 };
  return [
    straight([low, middle], [first, middle], stroke),
    straight([third, middle], [high, middle], stroke),
    ...[low, high].map((end) => straight([end, middle - 5], [end, middle + 5], stroke)),
    {
      ...{ kind: "rectangle", x: first, y: top, width: third - first, height: bottom - top },
      ...{ fill: { colour, opacity: 0.6 }, stroke },
    },
    straight([median, top], [median, bottom], { colour: ink.strong, width: 2 }),
    ...beyond.map((value): Shape => {
      return { kind: "ellipse", x: x(value), y: middle, radiusX: 1.8, radiusY: 1.8, stroke };
    }),
    ...markShape("diamond", [x(mean), middle], 4.2, "#ffffff"),
  ];
}
