import { finiteRange, openedRange, type Range } from "../grid.ts";
import { withoutLogarithm } from "../without-logarithm.ts";
import { arranged, type Heading, inWidth, type PanelSize, roomIn, withHeading } from "./compose.ts";
import { curvePanel, type Level } from "./curve-panel.ts";
import type { Axis } from "./scale.ts";
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

const standard: PanelSize = { width: 400, height: 300 };
const least = 260;

/**
 * The curve between its levels. On a logarithmic axis values of 0 and below are gaps, and counted under it; where there
 * are no others, the axis is a linear one.
 * @param number among the curves of a figure, from 0: its colour
 * @throws RangeError without values
 */
export function trainingPanel(data: TrainingCurveData, number = 0, size = standard): Panel {
  const { label, steps } = data;
  const values = Float64Array.from(data.values);
  const { y, levels } = trainingAxis(data);
  const colour = number === 0 ? dataColour.first : dataColour.second;
  const curves = [{ label, values, positions: steps, colour }];
  const x = stepAxis(steps, y.logarithmic ? withoutLogarithm([...values]) : "");
  return curvePanel({ ...size, x, y, levels, curves });
}

/** The axis of the values, and the levels that it can show. @throws RangeError without values */
export function trainingAxis({ axis, ...data }: TrainingCurveData): { y: Axis; levels: readonly Level[] } {
  const values = Float64Array.from(data.values);
  const logarithmic = data.logarithmic === true && values.some((value) => value > 0);
  const canShow = (value: number) => Number.isFinite(value) && (!logarithmic || value > 0);
  const levels = data.levels.filter(({ at }) => canShow(at));
  const all = [...finiteRangeOf(values.filter(canShow)), ...levels.map(({ at }) => at)];
  const range = withRoom([Math.min(...all), Math.max(...all)], logarithmic);
  return { y: { label: axis, range, logarithmic }, levels };
}

/** Curves side by side. */
export function trainingFigure(
  curves: readonly TrainingCurveData[],
  heading: Heading,
  width?: number,
): Scene {
  const parts = curves.map((data, i) => (given?: number) => trainingPanel(data, i, inWidth(standard, given)));
  return withHeading(arranged(parts, roomIn(width), least), heading, width);
}

function stepAxis(steps: ArrayLike<number>, leftOut: string) {
  const range = finiteRange(steps);
  if (!range) throw new RangeError("no steps, no curve");
  const label = leftOut === "" ? "training step" : `training step (${leftOut})`;
  return { label, range: [0, Math.max(1, range[1])] as const };
}

function finiteRangeOf(values: ArrayLike<number>): Range {
  const range = finiteRange(values);
  if (!range) throw new RangeError("no values, no curve");
  return range;
}

/** Room above and below what is drawn. */
function withRoom([lowest, highest]: Range, logarithmic: boolean): Range {
  if (logarithmic) {
    const [first, last] = [lowest / 1.35, Math.min(Number.MAX_VALUE, highest * 1.35)];
    return first < last ? [first, last] : [first, 10 * first];
  }
  const most = Number.MAX_VALUE;
  const room = 0.09 * highest - 0.09 * lowest || 0.1;
  return openedRange([Math.max(-most, lowest - room), Math.min(most, highest + room)]);
}
