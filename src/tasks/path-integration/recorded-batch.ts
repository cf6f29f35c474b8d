/** Trajectories of files as a batch: where the rat was, how it moved, and whither it turned. */
import type { Engine } from "../../engine/engine.ts";
import type { PathRecord } from "../../world/dataset/path-record.ts";
import type { Paths } from "./paths.ts";

/** `heading` is that before the turn of a step, `headingAfter` that after it, whenever in the step the rat turned. */
export type RecordedBatch = Paths & { readonly headingAfter: NonNullable<Paths["headingAfter"]> };

/**
 * Arrays of the memory scope; velocities are the differences of positions.
 * @param steps of each, no more than there are
 * @param dt s, one step
 */
export function recordedBatch(
  engine: Engine,
  records: readonly PathRecord[],
  steps: number,
  dt: number,
): RecordedBatch {
  const batch = allocate(engine, steps, records.length);
  records.forEach((record, b) => void place(record, b, batch, dt));
  return batch;
}

function allocate({ memory }: Engine, steps: number, trajectories: number): RecordedBatch {
  const array = (what: string, ...shape: number[]) =>
    memory.allocate("float32", shape, `${what} of the files`);
  return {
    ...{ steps, trajectories },
    position: array("positions", steps, trajectories, 2),
    velocity: array("velocities", steps, trajectories, 2),
    heading: array("headings", steps, trajectories),
    headingAfter: array("headings after the steps", steps, trajectories),
    start: array("starting points", trajectories, 2),
    startHeading: array("starting headings", trajectories),
  };
}

/** Puts a record into the columns of trajectory `b`. */
function place(record: PathRecord, b: number, batch: RecordedBatch, dt: number): void {
  const { trajectories, steps } = batch;
  const [position, velocity] = [batch.position.view, batch.velocity.view];
  const [heading, headingAfter] = [batch.heading.view, batch.headingAfter.view];
  batch.start.view.set(record.start, 2 * b);
  batch.startHeading.view[b] = record.startHeading[0]!;
  let [x, y] = [record.start[0]!, record.start[1]!];
  let before = record.startHeading[0]!;
  for (let t = 0; t < steps; t++) {
    const at = t * trajectories + b;
    const [nextX, nextY] = [record.position[2 * t]!, record.position[2 * t + 1]!];
    position[2 * at] = nextX;
    position[2 * at + 1] = nextY;
    velocity[2 * at] = (nextX - x) / dt;
    velocity[2 * at + 1] = (nextY - y) / dt;
    heading[at] = before;
    headingAfter[at] = record.heading[t]!;
    [x, y, before] = [nextX, nextY, record.heading[t]!];
  }
}
