/** Curves over lags, with the band of their error and that of their null. */
import { finiteRange, type Range } from "../grid.ts";
import type { PlotArea } from "./axes.ts";
import { moments } from "./lag-axis.ts";
import type { LagClass, LagNull } from "./lag-data.ts";
import type { Point, Shape } from "./scene.ts";
import { dataColour } from "./theme.ts";

/** A class, and what its mean curve is held against. */
export interface ClassCurve extends LagClass {
  readonly null?: LagNull | undefined;
}

interface MeanCurve {
  readonly mean: Float64Array; // [L]
  /** NaN where there is one value only. */
  readonly error: Float64Array; // [L]
  readonly null: LagNull | undefined;
}

/** Mean over the units at each lag and its standard error, of those that have a score there. */
export function classCurve({ null: given }: ClassCurve, rows: readonly Float64Array[]): MeanCurve {
  const lags = rows[0]?.length ?? 0;
  const at = Array.from({ length: lags }, (_, lag) => moments(rows.map((row) => row[lag]!)));
  return {
    mean: Float64Array.from(at, ({ mean }) => mean),
    error: Float64Array.from(at, ({ error }) => error),
    null: given,
  };
}

/** What curves, bands and nulls take; 0 to 1 where there are none. */
export function curveRange(curves: readonly MeanCurve[]): Range {
  const ends = curves.flatMap(({ mean, error, null: against }) => [
    ...[...mean].flatMap((value, i) => [value, value - error[i]!, value + error[i]!]),
    ...(against ? [...Array.from(against.mean), ...Array.from(against.high)] : []),
  ]);
  return finiteRange(ends) ?? [0, 1];
}

export function curveShapes(
  { mean, error }: Omit<MeanCurve, "null">,
  lagCm: ArrayLike<number>,
  colour: string,
  area: PlotArea,
): Shape[] {
  const low = mean.map((value, i) => value - error[i]!);
  const high = mean.map((value, i) => value + error[i]!);
  return [...bandShapes(lagCm, low, high, colour, area), lineShape(lagCm, mean, colour, area)];
}

/** Grey, so that what is held against it stands out. */
export const nullShapes = ({ mean, high }: LagNull, lagCm: ArrayLike<number>, area: PlotArea): Shape[] => [
  ...bandShapes(lagCm, mean, high, dataColour.null, area),
  lineShape(lagCm, mean, dataColour.null, area),
];

/** A filled band between two curves; gaps where one has none. */
export function bandShapes(
  lagCm: ArrayLike<number>,
  low: ArrayLike<number>,
  high: ArrayLike<number>,
  colour: string,
  area: PlotArea,
): Shape[] {
  const known = (i: number) => Number.isFinite(low[i]!) && Number.isFinite(high[i]!);
  return stretches(lagCm.length, known).map((lags) => {
    const upper = lags.map((i): Point => [area.x(lagCm[i]!), area.y(high[i]!)]);
    const lower = lags.map((i): Point => [area.x(lagCm[i]!), area.y(low[i]!)]).reverse();
    return { kind: "lines", lines: [[...upper, ...lower]], fill: { colour, opacity: 0.22 } };
  });
}

/** Points that stand alone become dots. */
export function lineShape(
  lagCm: ArrayLike<number>,
  values: ArrayLike<number>,
  colour: string,
  area: PlotArea,
): Shape {
  const lines = stretches(lagCm.length, (i) => Number.isFinite(values[i]!)).map((lags) => {
    const points = lags.map((i): Point => [area.x(lagCm[i]!), area.y(values[i]!)]);
    const [x, y] = points[0]!;
    const dash: Point[] = [
      [x - 2, y],
      [x + 2, y],
    ];
    return points.length === 1 ? dash : points;
  });
  return { kind: "lines", lines, stroke: { colour, width: 1.8 } };
}

/** Numbers from 0 on in runs of which all are known. */
function stretches(count: number, known: (i: number) => boolean): number[][] {
  const runs: number[][] = [];
  let before = false;
  for (let i = 0; i < count; i++) {
    const now = known(i);
    if (now && !before) runs.push([]);
    if (now) runs.at(-1)!.push(i);
    before = now;
  }
  return runs;
}
