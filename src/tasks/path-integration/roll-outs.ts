import type { Engine } from "../../engine/engine.ts";
import type { Readout } from "../../networks/rnn/forward.ts";
import type { PathRnn } from "../../networks/rnn/path-rnn.ts";
import { rollOut } from "../../networks/rnn/roll-out.ts";
import type { Arena } from "../../world/arena.ts";
import type { Motion } from "../../world/motion.ts";
import { allocateTrajectories, simulateTrajectories, type TrajectoryBatch } from "../../world/trajectory.ts";

/** A network and the world it lives in. */
export interface Subject {
  readonly model: PathRnn;
  readonly readout: Readout;
  readonly arena: Arena;
  readonly motion: Motion;
}

export interface RollOutOptions {
  /** Of the trajectories; their stream is "evaluation", so they differ from those of a training of the same seed. */
  readonly seed: number;
  /** Trajectories, and steps of each: all activity after the burn-in step counts. */
  readonly trajectories: number;
  readonly steps: number;
  /** Number of the first trajectory; default 0. */
  readonly from?: number | undefined;
  /** Numbers that the caller keeps for each sample of a portion, where they are more than the units. */
  readonly perSample?: number | undefined;
  /** False: no decode error is wanted, which is two thirds of the work. Default true. */
  readonly decoding?: boolean | undefined;
  readonly onProgress?: ((share: number) => void) | undefined;
}

/** Some of the trajectories; what it points at is gone after the call. */
export interface Portion {
  /** Number of its first trajectory. */
  readonly first: number;
  readonly trajectories: number;
  /** steps x trajectories, time-major. */
  readonly samples: number;
  readonly batch: TrajectoryBatch;
  /** Address of [samples, units] float32: the state that goes with each position. */
  readonly activities: number;
  /** Mean distance between decoded and true position, m; NaN without decoding. */
  readonly decodeError: number;
}

/** What is taken together at most. */
export const trajectoriesAtOnce = 200;
const statesAtOnce = 2 ** 26;

/** How many trajectories are taken together: portions of nearly the same size. */
export function portionSizes(trajectories: number, most: number): number[] {
  const portions = Math.ceil(trajectories / most);
  const startOf = (portion: number) => Math.floor((portion * trajectories) / portions);
  return Array.from({ length: portions }, (_, i) => startOf(i + 1) - startOf(i));
}

/** The portions of `inRollOuts`: bounded in memory however many units and steps there are. */
export function portionsOf({ model }: Subject, options: RollOutOptions): number[] {
  const { trajectories, steps, perSample = 0 } = options;
  const fitting = Math.floor(statesAtOnce / ((steps + 1) * Math.max(model.shape.units, perSample)));
  return portionSizes(trajectories, Math.max(1, Math.min(trajectoriesAtOnce, fitting)));
}

/** Calls `body` for each portion: the number of its first trajectory, and how many there are. */
function inPortions(
  subject: Subject,
  options: RollOutOptions,
  body: (first: number, trajectories: number) => void,
): void {
  let first = options.from ?? 0;
  for (const count of portionsOf(subject, options)) {
    body(first, count);
    first += count;
  }
}

/** Simulates the trajectories portion after portion, without a network. */
export function inTrajectories(
  engine: Engine,
  subject: Subject,
  options: RollOutOptions,
  body: (batch: TrajectoryBatch, first: number) => void,
): void {
  inPortions(subject, options, (first, count) => {
    engine.memory.scope(() => body(simulatePortion(engine, subject, options, first, count), first));
  });
}

/** Lets a network run along fresh trajectories, and hands over its states portion after portion. */
export function inRollOuts(
  engine: Engine,
  subject: Subject,
  options: RollOutOptions,
  body: (portion: Portion) => void,
): void {
  inPortions(subject, options, (first, count) => {
    rollOutPortion(engine, subject, options, first, count, body);
    options.onProgress?.((first - (options.from ?? 0) + count) / options.trajectories);
  });
}

/** Lets a network run along the trajectories `first` … `first + trajectories - 1`. */
export function rollOutPortion(
  engine: Engine,
  subject: Subject,
  options: Pick<RollOutOptions, "seed" | "steps" | "decoding">,
  first: number,
  trajectories: number,
  body: (portion: Portion) => void,
): void {
  const { model, readout } = subject;
  const { units } = model.shape;
  const { steps, decoding } = options;
  engine.memory.scope(() => {
    const batch = simulatePortion(engine, subject, options, first, trajectories);
    const hidden = engine.memory.allocate("float32", [steps + 1, trajectories, units], "hidden states");
    const { decodeError } = rollOut(engine, model, readout, batch, hidden, decoding);
    const activities = hidden.pointer + trajectories * units * 4;
    body({ first, trajectories, samples: steps * trajectories, batch, activities, decodeError });
  });
}

function simulatePortion(
  engine: Engine,
  { arena, motion }: Subject,
  { seed, steps }: Pick<RollOutOptions, "seed" | "steps">,
  first: number,
  trajectories: number,
): TrajectoryBatch {
  const batch = allocateTrajectories(engine, steps, trajectories);
  simulateTrajectories(engine, { seed, stream: "evaluation", first }, batch, arena, motion);
  return batch;
}
