/** Made-up trainings to draw. */
import { LossHistory } from "../../src/session/loss-history.ts";
import type { NoiseScores, Snapshot } from "../../src/session/snapshot.ts";
import { newView, shownNames, type TrainingView } from "../../src/session/training-view.ts";
import { placeMetrics } from "../../src/tasks/path-integration/metrics.ts";
import { hexagonalMap } from "./synthetic-drawings.ts";

const scoring = { scorer: "deepmind-code", bins: 20 } as const;

/** Evenly from `lowest` to `highest`. */
const spread = (count: number, lowest: number, highest: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => lowest + ((i + 0.5) / count) * (highest - lowest));

const snapshot: Snapshot = {
  ...scoring,
  step: 480,
  samples: 12_000,
  scores: spread(256, -0.5, 1.3),
  best: Array.from({ length: 32 }, (_, i) => ({
    unit: 3 * i,
    score: 1.3 - i / 40,
    map: Float32Array.from(hexagonalMap(20, 0.3 + i / 50, i / 10).values),
  })),
};

const noise: NoiseScores = { ...scoring, step: 400, scores: spread(256, -0.4, 0.5) };

/** In the middle of a training of 2000 steps; the maps came 2 s before `now`. */
export function watchedTraining(changes: Partial<TrainingView> = {}): TrainingView {
  const history = new LossHistory(shownNames(placeMetrics));
  for (let step = 10; step <= 500; step += 10) {
    const decodeErrorCm = 5 + 80 * Math.exp(-step / 150);
    history.add(step, 6.1 + 0.15 * Math.exp(-step / 200), { decodeErrorCm });
  }
  return {
    ...newView("runs/first", 2000),
    phase: "training",
    step: 500,
    metrics: placeMetrics,
    levels: { decodeErrorCm: { floor: 3.1, chance: 84.2 } },
    loss: 6.1123,
    measured: { decodeErrorCm: 7.85, density: 0.3 },
    secondsPerStep: 0.038,
    snapshotShare: 0.018,
    nextSnapshot: 3,
    history,
    snapshot,
    noise,
    snapshotAt: 1000,
    ...changes,
  };
}

export const now = 3000;
