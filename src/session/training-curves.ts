/** What a training logged, as curves: its loss and whatever its task shows. */
import type { Metrics } from "../run/metrics-log.ts";
import type { Levels, Metric } from "../tasks/experiment.ts";
import type { Task } from "../tasks/task.ts";

export interface TrainingCurve {
  readonly metric: Metric;
  readonly steps: readonly number[];
  /** NaN where none was logged. */
  readonly values: readonly number[];
  readonly levels: Levels | undefined;
}

/** Curves with at least one finite value, the loss first. */
export function trainingCurves(
  { loss, metrics }: Pick<Task, "loss" | "metrics">,
  log: readonly Metrics[],
  levels: Readonly<Record<string, Levels>> = {},
): TrainingCurve[] {
  const steps = log.map(({ step }) => step);
  return [loss, ...metrics.filter(({ shown }) => shown)]
    .map((metric) => ({
      ...{ metric, steps },
      values: log.map((line) => line[metric.name] ?? Number.NaN),
      levels: levels[metric.name],
    }))
    .filter(({ values }) => values.some(Number.isFinite));
}

/** "loss (nats)" */
export const axisLabel = ({ label, unit }: Metric): string =>
  unit === undefined ? label : `${label} (${unit})`;
