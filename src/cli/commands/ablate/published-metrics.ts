/** `predictive_ablation_metrics.json`: the published keys, each the number that its name says. */
import type { ShownAblation } from "./shown-ablation.ts";

export const metricsName = "predictive_ablation_metrics.json";

/** Trajectories of a batch, as published. */
const batch = 100;

/** Errors in cm over the first of the horizons. */
export interface PublishedMetrics {
  readonly batches: number;
  readonly baseline_error_cm: number;
  /** null: no unit is predictive. */
  readonly predictive_error_cm: number | null;
  readonly random_error_cm: readonly number[];
  readonly predictive_unit_count: number;
  readonly random_trials: number;
}

/** Of the first lesion, which is that of the predictive units; without one there were none. */
export function publishedMetrics({ found }: Pick<ShownAblation, "found">): PublishedMetrics {
  const [predictive] = found.lesions;
  const random = predictive?.controls[0]?.trials ?? [];
  return {
    batches: found.trajectories / batch,
    baseline_error_cm: found.baseline[0]!.mean,
    predictive_error_cm: predictive ? predictive.error[0]!.mean : null,
    random_error_cm: random.map(({ error }) => error[0]!.mean),
    predictive_unit_count: predictive?.units.length ?? 0,
    random_trials: random.length,
  };
}
