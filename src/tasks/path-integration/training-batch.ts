import type { Engine } from "../../engine/engine.ts";
import { allocateTrajectories, simulateTrajectories, type TrajectoryBatch } from "../../world/trajectory.ts";
import type { Experiment } from "./experiment.ts";

/**
 * The trajectories of one step, in the memory scope: number b of step s is number s * batchSize + b of the stream "training",
 * on every device.
 */
export function trainingBatch(
  engine: Engine,
  experiment: Experiment,
  step: number,
): TrajectoryBatch<"float32"> {
  const { settings, arena } = experiment;
  const { train, world, seed } = settings;
  const batch = allocateTrajectories(engine, train.sequenceLength, train.batchSize);
  const source = { seed, stream: "training", first: step * train.batchSize };
  simulateTrajectories(engine, source, batch, arena, world);
  return batch;
}
