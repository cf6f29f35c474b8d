/** A training as commands tell of it. */

import { beyondNoise } from "../../src/analyse/beyond-noise.ts";
import { survival } from "../../src/analyse/survival.ts";
import { nullPercentile, publishedThreshold } from "../../src/analyse/thresholds.ts";
import { measuredSummary } from "../../src/cli/commands/evaluate/evaluation-answer.ts";
import { formatDuration } from "../../src/draw/text.ts";
import { printable } from "../../src/printable.ts";
import type { TrainingView } from "../../src/session/training-view.ts";

const bestTold = 12;

/** The JSON answer of `jobs` and `watch`. Shares stand there beside those of noise only. */
export function trainingAnswer(view: TrainingView, path: string) {
  const { phase, step, steps, device, loss, metrics, secondsPerStep, snapshot, noise } = view;
  const measured = metrics
    .filter(({ shown }) => shown)
    .map((metric) => ({
      metric,
      value: view.measured[metric.name] ?? Number.NaN,
      levels: view.levels[metric.name],
    }));
  const above = (scores: Float32Array) => survival(scores, [publishedThreshold]).shares[0]!;
  return {
    run: path,
    phase,
    step,
    steps,
    device,
    loss: loss ?? null,
    ...measuredSummary(measured),
    secondsPerStep: secondsPerStep ?? null,
    trouble: view.trouble ?? view.unseen ?? null,
    snapshot: snapshot
      ? {
          step: snapshot.step,
          samples: snapshot.samples,
          scorer: snapshot.scorer,
          bins: snapshot.bins,
          units: snapshot.scores.length,
          best: snapshot.best.slice(0, bestTold).map(({ unit, score }) => ({ unit, grid60: score })),
          aboveNull:
            noise && noise.scores.length > 0
              ? { percentile: nullPercentile, hexagonal: beyondNoise(snapshot.scores, noise.scores) }
              : null,
          survival:
            noise && noise.scores.length > 0
              ? {
                  threshold: publishedThreshold,
                  units: above(snapshot.scores),
                  noise: above(noise.scores),
                  noiseStep: noise.step,
                }
              : null,
        }
      : null,
  };
}

/** One line: `runs/first  training  step 340 of 2000, 38 ms/step, 1m 03s left`. */
export function trainingLine(view: TrainingView): string {
  const { run, phase, step, steps, secondsPerStep, trouble } = view;
  const pace =
    phase === "training" && secondsPerStep !== undefined
      ? `, ${formatDuration(secondsPerStep)}/step, ${formatDuration((steps - step) * secondsPerStep)} left`
      : "";
  return printable(
    `${run}  ${phase}  step ${step} of ${steps}${pace}${trouble === undefined ? "" : `: ${trouble}`}`,
  );
}
