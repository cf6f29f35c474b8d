import type { TrainingCurveData } from "../../../draw/figure/training-figure.ts";
import { axisLabel, type TrainingCurve } from "../../../session/training-curves.ts";

/** A curve of a training as it is drawn: with its floor and chance as labelled lines. */
export function drawnCurve({ metric, steps, values, levels }: TrainingCurve): TrainingCurveData {
  const { label, digits, logarithmic } = metric;
  const { floor = 0, chance = 0, chanceName = "chance" } = levels ?? {};
  const lines = [
    { at: floor, label: `floor ${floor.toFixed(digits)}` },
    { at: chance, label: `${chanceName} ${chance.toFixed(digits)}` },
  ];
  return { label, axis: axisLabel(metric), steps, values, logarithmic, levels: levels ? lines : [] };
}
