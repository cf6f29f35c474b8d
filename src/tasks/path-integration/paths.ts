/** Trajectories for a network: with whither the rat turns after each step, where the network is told or asked for it. */
import type { Engine } from "../../engine/engine.ts";
import type { SharedArray } from "../../engine/shared-array.ts";
import { motionOf } from "../../world/motion.ts";
import { arenaOf } from "../../world/open-field.ts";
import {
  allocateTrajectories,
  simulateTrajectories,
  type TrajectoryBatch,
  type TrajectorySource,
} from "../../world/trajectory.ts";
import type { PathIntegrationSettings } from "./settings.ts";

export interface Paths extends TrajectoryBatch {
  /** [T, B] rad in [-pi, pi), direction of the step that comes next: first the rat moves along its heading, then it turns. */
  readonly headingAfter?: SharedArray<"float32"> | undefined;
  /** As many of second agents, each beside the trajectory of the same number; left out: there are none. */
  readonly other?: TrajectoryBatch | undefined;
}

/** Whether a network is told how the rat turns, or asked whither. */
export const needsHeadingAfter = ({ model, code }: PathIntegrationSettings): boolean =>
  model.input === "egocentric" || code.headCells > 0;

/**
 * Fresh trajectories of `steps` steps, in the memory scope. Where headings after the last step are needed, one step more is simulated.
 * @throws UserError when the world's settings do not fit each other
 */
export function simulatePaths(
  engine: Engine,
  settings: PathIntegrationSettings,
  source: TrajectorySource,
  steps: number,
  trajectories: number,
): Paths {
  const { world } = settings;
  const longer = needsHeadingAfter(settings) ? 1 : 0;
  const simulate = (from: TrajectorySource, steps: number): TrajectoryBatch => {
    const batch = allocateTrajectories(engine, steps, trajectories);
    simulateTrajectories(engine, from, batch, arenaOf(world), motionOf(world));
    return batch;
  };
  const batch = simulate(source, steps + longer);
  const paths = longer ? withoutLastStep(batch) : batch;
  if (settings.code.agents === 1) return paths;
  // They know nothing of each other.
  return { ...paths, other: simulate({ ...source, stream: `${source.stream}/other` }, steps) };
}

/** The first T steps of T + 1, as views: the heading after a step is that of the next. */
export function withoutLastStep(batch: TrajectoryBatch): Paths {
  const { trajectories, position, velocity, heading, start, startHeading } = batch;
  const steps = batch.steps - 1;
  return {
    ...{ steps, trajectories, start, startHeading },
    position: position.part(0, [steps, trajectories, 2]),
    velocity: velocity.part(0, [steps, trajectories, 2]),
    heading: heading.part(0, [steps, trajectories]),
    headingAfter: heading.part(trajectories, [steps, trajectories], "headings after the steps"),
  };
}
