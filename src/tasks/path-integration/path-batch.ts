/** From trajectories to what a network is given of them: what it is told of its motion, and the codes it is asked for. */
import type { PathBatch } from "../../networks/path-network.ts";
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

/** Arrays of the current memory scope, or of the trajectories themselves. */
export const pathBatch = (trajectories: TrajectoryBatch): PathBatch => trajectories;
