/** Simulated trajectories as records: what a rat is told of its own motion, in the usual form. */
import { egoVelocities } from "../ego-velocity.ts";
import { usualForm } from "../rebuilt-path.ts";
import type { TrajectoryBatch } from "../trajectory.ts";
import { trajectoryFirst } from "../trajectory-first.ts";
import { lengthOf, type PathPart, type PathRecord } from "./path-record.ts";

/**
 * The parts of all records of a batch of T + 1 steps, trajectory first: one record of T steps after the other.
 * @param dt s, one step
 */
export function simulatedParts(batch: TrajectoryBatch, dt: number): PathRecord {
  const { trajectories, velocity } = batch;
  const steps = batch.steps - 1;
  const samples = steps * trajectories;
  const heading = batch.heading.view.subarray(0, samples);
  const headingAfter = batch.heading.view.subarray(trajectories);
  const egoVelocity = new Float32Array(3 * samples);
  const motion = { velocity: velocity.view, heading, headingAfter };
  egoVelocities(motion, usualForm.order, dt, egoVelocity);
  return {
    start: batch.start.toArray(),
    startHeading: heading.slice(0, trajectories),
    egoVelocity: trajectoryFirst(egoVelocity, trajectories, 3),
    position: trajectoryFirst(batch.position.view.subarray(0, 2 * samples), trajectories, 2),
    heading: trajectoryFirst(headingAfter, trajectories, 1),
  };
}

/** The same, record by record. */
export function* simulatedRecords(batch: TrajectoryBatch, dt: number): Generator<PathRecord> {
  const parts = simulatedParts(batch, dt);
  const steps = batch.steps - 1;
  for (let b = 0; b < batch.trajectories; b++) {
    const of = (part: PathPart) => {
      const length = lengthOf(part, steps);
      return parts[part].subarray(b * length, (b + 1) * length);
    };
    yield {
      start: of("start"),
      startHeading: of("startHeading"),
      egoVelocity: of("egoVelocity"),
      position: of("position"),
      heading: of("heading"),
    };
  }
}
