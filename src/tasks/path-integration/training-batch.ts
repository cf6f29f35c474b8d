import type { Engine } from "../../engine/engine.ts";
import { motionOf } from "../../world/motion.ts";
import { arenaOf } from "../../world/open-field.ts";
import { allocateTrajectories, simulateTrajectories, type TrajectoryBatch } from "../../world/trajectory.ts";
import type { PathIntegrationSettings } from "./settings.ts";

/**
 * The trajectories of one step, in the memory scope: number b of step s is number s * batchSize + b of the stream "training",
 * on every device.
 */
export function trainingBatch(
  engine: Engine,
  { train, world, seed }: PathIntegrationSettings,
  step: number,
): TrajectoryBatch<"float32"> {
  const batch = allocateTrajectories(engine, train.sequenceLength, train.batchSize);
  const source = { seed, stream: "training", first: step * train.batchSize };
  simulateTrajectories(engine, source, batch, arenaOf(world), motionOf(world));
  return batch;
}
