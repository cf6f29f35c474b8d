import type { TrainingCurveData } from "../../../draw/figure/training-figure.ts";
import { axisLabel, type TrainingCurve } from "../../../session/training-curves.ts";
import type { Metric } from "../../../tasks/experiment.ts";

/** A curve of a training as it is drawn: with its floor and chance as labelled lines. */
export function drawnCurve({ metric, steps, values, levels }: TrainingCurve): TrainingCurveData {
  const { label, logarithmic } = metric;
  const { floor = 0, chance = 0, chanceName = "chance" } = levels ?? {};
  const lines = [
    { at: floor, label: `floor ${showLevel(metric, floor)}` },
    { at: chance, label: `${chanceName} ${showLevel(metric, chance)}` },
  ];
  return { label, axis: axisLabel(metric), steps, values, logarithmic, levels: levels ? lines : [] };
}

/** "5.34 cm", "84.2 cm": the larger, the fewer decimals. */
function showLevel({ digits, unit }: Metric, value: number): string {
  const size = Math.max(0, Math.floor(Math.log10(Math.abs(value))));
  const text = value.toFixed(Math.max(0, digits - size));
  return unit === undefined ? text : `${text} ${unit}`;
}
