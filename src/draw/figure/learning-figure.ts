/** How scores, shares and spacing come about over a training. Nothing is scored here. */
import { finiteRange, openedRange, type Range } from "../grid.ts";
import {
  arranged,
  type Heading,
  inWidth,
  type PanelSize,
  type Part,
  roomIn,
  withHeading,
} from "./compose.ts";
import { type Curve, curvePanel } from "./curve-panel.ts";
import type { Scene } from "./scene.ts";
import { dataColour } from "./theme.ts";

/** A value at each step; NaN where there was none. Shares are 0..1, spacings m. */
export interface LearningData {
  readonly steps: readonly number[];
  readonly mean: readonly number[];
  readonly median: readonly number[];
  /** 95th percentile of the null. */
  readonly null95: readonly number[];
  readonly aboveNull: readonly number[];
  /** A published threshold. */
  readonly threshold: number;
  readonly aboveThreshold: readonly number[];
  readonly nullAboveThreshold: readonly number[];
  /** Of the units above the percentile. */
  readonly spacing: readonly number[];
}

const standard: PanelSize = { width: 390, height: 300 };
const least = 300;

/** Scores, shares and spacing side by side; a panel without a value is left out, and one at least must have some. */
export function learningFigure(data: LearningData, heading: Heading, width?: number): Scene {
  const { threshold } = data;
  const percent = (shares: readonly number[]) => shares.map((share) => 100 * share);
  const [first, second, noise] = [dataColour.first, dataColour.second, dataColour.null];
  const parts = [
    part(data, "hexagonal score", undefined, [
      ["median", first, data.median],
      ["mean", second, data.mean],
      ["95th percentile of the null", noise, data.null95],
    ]),
    part(data, "share of the units (%)", 0, [
      ["above that percentile", first, percent(data.aboveNull)],
      [`above ${threshold}`, second, percent(data.aboveThreshold)],
      [`noise above ${threshold}`, noise, percent(data.nullAboveThreshold)],
    ]),
    part(data, "median spacing (m)", 0, [["units above that percentile", first, data.spacing]]),
  ].filter((one) => one !== undefined);
  return withHeading(arranged(parts, roomIn(width), least), heading, width);
}

type Line = readonly [label: string, colour: string, values: readonly number[]];

/** @param lowest where the axis begins; undefined: a little below the lowest value */
function part(
  { steps }: LearningData,
  label: string,
  lowest: number | undefined,
  lines: readonly Line[],
): Part | undefined {
  const range = finiteRange(lines.flatMap(([, , values]) => values));
  if (!range) return undefined;
  const curves = lines.map(
    ([name, colour, values]): Curve => ({ label: name, colour, values, positions: steps }),
  );
  const x = { label: "training step", range: [0, Math.max(1, ...steps)] as const };
  const y = { label, range: withRoom(range, lowest) };
  return (given) => curvePanel({ ...inWidth(standard, given), named: true, x, y, curves });
}

function withRoom([low, high]: Range, lowest: number | undefined): Range {
  const room = 0.06 * (high - (lowest ?? low)) || 0.1;
  return openedRange([lowest ?? low - room, high + room]);
}
