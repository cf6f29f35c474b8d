/** The trajectories that the published analyses look at. */
import { numpyCentres } from "../../code/place-centres.ts";
import type { Engine } from "../../engine/engine.ts";
import { UserError } from "../../user-error.ts";
import type { Arena } from "../../world/arena.ts";
import type { Motion } from "../../world/motion.ts";
import { numpyDraws, simulateNumpyParity } from "../../world/numpy-parity.ts";
import { allocateTrajectories, simulatedSteps, type TrajectoryBatch } from "../../world/trajectory.ts";
import type { ActivityRequest, TrajectoryRange } from "../activity-source.ts";

/**
 * Whole batches, each a portion: every one continues the random numbers of the one before.
 * @throws UserError when the trajectories are not whole batches
 */
export function publishedPortions(request: ActivityRequest, batch: number): TrajectoryRange[] {
  const { trajectories, from = 0 } = request;
  if (!(Number.isInteger(trajectories / batch) && Number.isInteger(from / batch))) {
    throw new UserError(
      `${trajectories} trajectories from number ${from} on are not whole batches of ${batch}`,
      `use a multiple of ${batch}`,
      2,
    );
  }
  return Array.from({ length: trajectories / batch }, (_, i) => ({
    first: from + i * batch,
    trajectories: batch,
  }));
}

/**
 * One batch: the published place cells seed NumPy's global generator with 0, whatever the seed of the training, and draw two numbers
 * each; batch after batch goes on from there. Walls as published.
 * @returns arrays of the current memory scope
 */
export function publishedBatch(
  engine: Engine,
  cells: number,
  { steps }: Pick<ActivityRequest, "steps">,
  { first, trajectories }: TrajectoryRange,
  arena: Arena,
  motion: Motion,
): TrajectoryBatch {
  if (arena.round) {
    throw new UserError("the published trajectories know no round box", "leave out --faithful", 2);
  }
  const faithful: Motion = { ...motion, wallRule: "faithful" };
  const { random } = numpyCentres(arena, cells, true);
  for (let before = 0; before < first; before += trajectories) {
    numpyDraws(random, trajectories, simulatedSteps(engine, faithful, steps), arena, faithful);
  }
  const batch = allocateTrajectories(engine, steps, trajectories);
  simulateNumpyParity(engine, random, batch, arena, faithful);
  return batch;
}
