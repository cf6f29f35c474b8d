import type { Engine } from "../../engine/engine.ts";
import type { TrajectorySource } from "../../world/trajectory.ts";
import { type Paths, simulatePaths } from "./paths.ts";
import type { PathIntegrationSettings } from "./settings.ts";

/** Number b of step s is number s * batchSize + b of the stream "training", on every device. */
export const trainingSource = ({ train, seed }: PathIntegrationSettings, step: number): TrajectorySource => ({
  seed: train.dataSeed ?? seed,
  stream: "training",
  first: step * train.batchSize,
});

/** The trajectories of one step, in the memory scope. */
export function trainingBatch(engine: Engine, settings: PathIntegrationSettings, step: number): Paths {
  const { sequenceLength, batchSize } = settings.train;
  return simulatePaths(engine, settings, trainingSource(settings, step), sequenceLength, batchSize);
}
