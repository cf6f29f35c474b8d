/** Simulated trajectories as records: what a rat is told of its own motion, in the usual form. */
import type { TrajectoryBatch } from "../trajectory.ts";
import type { PathRecord } from "./path-record.ts";

/**
 * The trajectories of a batch of T + 1 steps as records of T: the turn of a step leads to the direction of the next one. Speeds
 * are metres per step, turns those between steps, whatever happened within one.
 * @param dt s, one step
 */
export function* simulatedRecords(batch: TrajectoryBatch, dt: number): Generator<PathRecord> {
  const { trajectories } = batch;
  const steps = batch.steps - 1;
  const velocity = batch.velocity.view;
  const heading = batch.heading.view;
  const start = batch.start.view;
  const position = batch.position.view;
  for (let b = 0; b < trajectories; b++) {
    const record = {
      start: start.slice(2 * b, 2 * b + 2),
      startHeading: heading.slice(b, b + 1),
      egoVelocity: new Float32Array(3 * steps),
      position: new Float32Array(2 * steps),
      heading: new Float32Array(steps),
    };
    for (let t = 0; t < steps; t++) {
      const at = t * trajectories + b;
      const next = heading[at + trajectories]!;
      const turn = next - heading[at]!;
      const speed = dt * Math.hypot(velocity[2 * at]!, velocity[2 * at + 1]!);
      record.egoVelocity.set([speed, Math.cos(turn), Math.sin(turn)], 3 * t);
      record.position.set([position[2 * at]!, position[2 * at + 1]!], 2 * t);
      record.heading[t] = next;
    }
    yield record;
  }
}
