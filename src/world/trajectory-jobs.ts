/** The work of simulating trajectories, cut into blocks for the threads. Workers load this file: it knows no settings. */
import { defineJob } from "../engine/job.ts";

/** Trajectories of one block of work: a multiple of the four lanes of the random generator. */
export const trajectoriesPerBlock = 32;
const lanes = 4;

const outputs = ["position", "velocity", "heading", "start", "startHeading"] as const;
const shape = ["motion", "trajectories", "steps", "wide"] as const;

export type Addresses = Readonly<Record<(typeof outputs)[number] | (typeof shape)[number], number>>;

/** The output pointers of the trajectory number `index` of the batch, in the order of the kernel. */
function outputsAt(a: Addresses, index: number): [number, number, number, number, number] {
  const one = index * (a.wide ? 8 : 4);
  return [
    a.position + 2 * one,
    a.velocity + 2 * one,
    a.heading + one,
    a.start + 2 * one,
    a.startHeading + one,
  ];
}

export const simulateRandomBlock = defineJob(
  import.meta.url,
  "simulate-random",
  [...outputs, ...shape, "simulated", "first", "start0", "start1", "turn0", "turn1", "speed0", "speed1"],
  ({ kernels, scratch }, block, a) => {
    const draws = scratch + kernels.trajectoryScratchBytes();
    const turns = draws + lanes * 32;
    const speeds = turns + (kernels.trajectoryDrawBytes(a.simulated) - lanes * 32) / 2;
    const end = Math.min(a.trajectories, (block + 1) * trajectoriesPerBlock);
    for (let index = block * trajectoriesPerBlock; index < end; index += lanes) {
      const first = a.first + index;
      // biome-ignore format: one line a group
      kernels.drawTrajectories(a.motion, draws, first, a.simulated,
        a.start0, a.start1, a.turn0, a.turn1, a.speed0, a.speed1);
      // biome-ignore format: one line a group
      kernels.simulateTrajectories(a.motion, scratch, draws, turns, speeds,
        lanes, Math.min(lanes, end - index), a.steps, a.trajectories, a.wide, ...outputsAt(a, index));
    }
  },
);

export const simulateGivenBlock = defineJob(
  import.meta.url,
  "simulate-given",
  [...outputs, ...shape, "simulated", "draws", "columns"],
  ({ kernels, scratch }, block, a) => {
    const index = block * trajectoriesPerBlock;
    const count = Math.min(trajectoriesPerBlock, a.trajectories - index);
    const starts = a.draws + index * 8;
    const turns = starts + 4 * a.columns * 8;
    const speeds = turns + a.simulated * a.columns * 8;
    // biome-ignore format: one line a group
    kernels.simulateTrajectories(a.motion, scratch, starts, turns, speeds,
      a.columns, count, a.steps, a.trajectories, a.wide, ...outputsAt(a, index));
  },
);
