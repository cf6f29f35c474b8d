/** Panels of a training: loss and decode error over its steps. No log is read here. */
import { finiteRange, type Range } from "../grid.ts";
import { beside, type Heading, withHeading } from "./compose.ts";
import { curvePanel, type Level } from "./curve-panel.ts";
import type { Panel, Scene } from "./scene.ts";
import { dataColour } from "./theme.ts";

export interface LossData {
  /** Training steps of the values, rising. */
  readonly steps: ArrayLike<number>;
  /** Nats; NaN where none was logged. */
  readonly loss: ArrayLike<number>;
  /** The lowest cross-entropy there is: the entropy of the code. */
  readonly lossFloor?: number | undefined;
  /** Of a uniform guess: log of the number of cells. */
  readonly lossChance?: number | undefined;
}

export interface DecodeErrorData {
  readonly steps: ArrayLike<number>;
  /** cm; NaN where none was logged. */
  readonly decodeErrorCm: ArrayLike<number>;
  readonly floorCm?: number | undefined;
  readonly chanceCm?: number | undefined;
}

/** Size of a panel, in pixels. */
export interface PanelSize {
  readonly width: number;
  readonly height: number;
}

const standard: PanelSize = { width: 400, height: 300 };

/** Loss over the training steps, between the entropy of the code and a uniform guess. @throws RangeError without values */
export function lossPanel(data: LossData, size = standard): Panel {
  const levels: Level[] = [];
  const { lossFloor, lossChance } = data;
  if (lossFloor !== undefined) levels.push({ at: lossFloor, label: `floor ${lossFloor.toFixed(3)}` });
  if (lossChance !== undefined)
    levels.push({ at: lossChance, label: `uniform guess ${lossChance.toFixed(3)}` });
  const [lowest, highest] = rangeOf(data.loss, levels);
  const room = 0.09 * (highest - lowest) || 0.1;
  const y = { label: "loss (nats)", range: [lowest - room, highest + room] as const };
  return curvePanel({
    ...size,
    x: stepAxis(data.steps),
    y,
    levels,
    curves: [curve("loss", data.loss, data.steps)],
  });
}

/** Decode error over the training steps, logarithmic, between its floor and chance. @throws RangeError without values */
export function decodeErrorPanel(data: DecodeErrorData, size = standard): Panel {
  const levels: Level[] = [];
  const { floorCm, chanceCm } = data;
  if (floorCm !== undefined) levels.push({ at: floorCm, label: `floor ${floorCm.toFixed(2)} cm` });
  if (chanceCm !== undefined) levels.push({ at: chanceCm, label: `chance ${chanceCm.toFixed(1)} cm` });
  const [lowest, highest] = rangeOf(data.decodeErrorCm, levels);
  const range = [lowest / 1.35, highest * 1.35] as const;
  const y = { label: "decode error (cm)", range, logarithmic: true };
  const curves = [{ ...curve("decode error", data.decodeErrorCm, data.steps), colour: dataColour.second }];
  return curvePanel({ ...size, x: stepAxis(data.steps), y, levels, curves });
}

/** Loss and decode error side by side. */
export const lossFigure = (data: LossData & DecodeErrorData, heading: Heading): Scene =>
  withHeading(beside([lossPanel(data), decodeErrorPanel(data)]), heading);

const curve = (label: string, values: ArrayLike<number>, positions: ArrayLike<number>) => ({
  label,
  values,
  positions,
  colour: dataColour.first,
});

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
