/** Simulated trajectories as records: what a rat is told of its own motion, in the usual form. */
import { egoHeadings, egoVelocities } from "../ego-velocity.ts";
import { usualForm } from "../rebuilt-path.ts";
import type { TrajectoryBatch } from "../trajectory.ts";
import { trajectoryFirst } from "../trajectory-first.ts";
import type { PathRecord } from "./path-record.ts";

/**
 * The trajectories of a batch of T + 1 steps as records of T: the turn of a step leads to the direction of the next one.
 * @param dt s, one step
 */
export function* simulatedRecords(batch: TrajectoryBatch, dt: number): Generator<PathRecord> {
  const { trajectories } = batch;
  const steps = batch.steps - 1;
  const { start, after } = egoHeadings(batch);
  const told = new Float32Array(3 * steps * trajectories);
  egoVelocities(batch, usualForm, dt, told);
  const egoVelocity = trajectoryFirst(told, trajectories, 3);
  const position = trajectoryFirst(
    batch.position.view.subarray(0, 2 * steps * trajectories),
    trajectories,
    2,
  );
  const heading = trajectoryFirst(after, trajectories, 1);
  for (let b = 0; b < trajectories; b++) {
    const part = (values: Float32Array, length: number) => values.slice(b * length, (b + 1) * length);
    yield {
      start: part(batch.start.view, 2),
      startHeading: part(start, 1),
      egoVelocity: part(egoVelocity, 3 * steps),
      position: part(position, 2 * steps),
      heading: part(heading, steps),
    };
  }
}
