import { finiteRange, type Range } from "../grid.ts";
import { beside, type Heading, withHeading } from "./compose.ts";
import { curvePanel, type Level } from "./curve-panel.ts";
import type { Panel, Scene } from "./scene.ts";
import { dataColour } from "./theme.ts";

/** A number over the steps of a training. */
export interface TrainingCurveData {
  /** "loss" */
  readonly label: string;
  /** "loss (nats)" */
  readonly axis: string;
  /** Training steps of the values, rising. */
  readonly steps: ArrayLike<number>;
  /** NaN where none was logged. */
  readonly values: ArrayLike<number>;
  /** What it cannot come below, and what knowing nothing gives. */
  readonly levels: readonly Level[];
  readonly logarithmic?: boolean | undefined;
}

/** Size of a panel, in pixels. */
export interface PanelSize {
  readonly width: number;
  readonly height: number;
}

const standard: PanelSize = { width: 400, height: 300 };

/** The curve between its levels. @param number among the curves of a figure, from 0: its colour. @throws RangeError without values */
export function trainingPanel(data: TrainingCurveData, number = 0, size = standard): Panel {
  const { label, axis, steps, values, levels, logarithmic = false } = data;
  const [lowest, highest] = rangeOf(values, levels);
  const room = 0.09 * (highest - lowest) || 0.1;
  const range = logarithmic
    ? ([lowest / 1.35, highest * 1.35] as const)
    : ([lowest - room, highest + room] as const);
  const colour = number === 0 ? dataColour.first : dataColour.second;
  const curves = [{ label, values, positions: steps, colour }];
  return curvePanel({ ...size, x: stepAxis(steps), y: { label: axis, range, logarithmic }, levels, curves });
}

/** Curves side by side. */
export const trainingFigure = (curves: readonly TrainingCurveData[], heading: Heading): Scene =>
  withHeading(beside(curves.map((data, i) => trainingPanel(data, i))), heading);

function stepAxis(steps: ArrayLike<number>) {
  const range = finiteRange(steps);
  if (!range) throw new RangeError("no steps, no curve");
  return { label: "training step", range: [0, Math.max(1, range[1])] as const };
}

function rangeOf(values: ArrayLike<number>, levels: readonly Level[]): Range {
  const range = finiteRange(values);
  if (!range) throw new RangeError("no values, no curve");
  const all = [...range, ...levels.map(({ at }) => at)];
  return [Math.min(...all), Math.max(...all)];
}
