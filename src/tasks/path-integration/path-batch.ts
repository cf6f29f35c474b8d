/** From trajectories to what a network is given of them: what it is told of its motion, and the codes it is asked for. */
import type { DropoutSource, PathBatch } from "../../networks/path-network.ts";
import { inputNumbers, velocityScaleOf } from "../../networks/velocity-input.ts";
import type { TrajectoryBatch } from "../../world/trajectory.ts";
import type { PathIntegrationSettings } from "./settings.ts";

/** How many numbers a network is told each step, and by what they are multiplied. */
export function inputsOf({ model, world }: PathIntegrationSettings): {
  readonly inputs: number;
  readonly inputScale: number;
} {
  return { inputs: inputNumbers[model.input], inputScale: velocityScaleOf(model, world.dt) };
}

/**
 * Arrays of the current memory scope, or of the trajectories themselves.
 * @param dropout where masks come from; left out: nothing drops out
 */
export const pathBatch = (
  { velocity, position, start }: TrajectoryBatch,
  dropout?: DropoutSource | undefined,
): PathBatch => ({ velocity, position, start, dropout });

/** The masks of a batch of the training: a trajectory has the same on every device. */
export const trainingDropout = (
  { seed, train }: Pick<PathIntegrationSettings, "seed" | "train">,
  step: number,
): DropoutSource => ({ seed, stream: "dropout", first: step * train.batchSize });
