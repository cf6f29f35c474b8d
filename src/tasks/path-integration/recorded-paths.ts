/** Trajectories of files as batches to train on: where the rat was, how it moved, and whither it turned. */
import type { Engine } from "../../engine/engine.ts";
import { lookUp } from "../../format/look-up.ts";
import { UserError } from "../../user-error.ts";
import { FormFinder } from "../../world/dataset/found-form.ts";
import { openPathData, type PathData } from "../../world/dataset/path-data.ts";
import type { PathRecord } from "../../world/dataset/path-record.ts";
import { openRecordOrder } from "../../world/dataset/record-order.ts";
import type { Paths } from "./paths.ts";
import type { PathIntegrationSettings } from "./settings.ts";

/** `heading` is that before the turn of a step, `headingAfter` that after it, whenever in the step the rat turned. */
type RecordedBatch = Paths & { readonly headingAfter: NonNullable<Paths["headingAfter"]> };

export interface RecordedPaths {
  readonly data: PathData;
  /** The trajectories of a step, in the memory scope; velocities are the differences of positions. */
  at(step: number): RecordedBatch;
}

/**
 * @param path of the files
 * @throws UserError when they cannot be read, or do not fit the settings
 */
export function openRecordedPaths(
  engine: Engine,
  settings: PathIntegrationSettings,
  path: string,
): RecordedPaths {
  const { train, world, seed } = settings;
  if (!lookUp(path))
    throw new UserError(
      `${path} does not exist`,
      "say where the data are: --data PATH; or for fresh trajectories --set train.data=null",
      2,
    );
  const data = openPathData(path);
  checkFit(data, settings);
  const { sampling, batchSize, sequenceLength } = train;
  const order = openRecordOrder(engine, { sampling, seed, batchSize, counts: data.counts });
  return {
    data,
    at(step) {
      const batch = allocate(engine, sequenceLength, batchSize);
      order.batch(step).forEach((record, b) => void place(data.read(record), b, batch, world.dt));
      return batch;
    },
  };
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

/** Records that are looked at before a training begins. */
const tried = 64;
/** Of a side of the box, beyond its walls. */
const tolerance = 0.01;

/** @throws UserError when length, time step or box are others, or a network is told of turns that lead elsewhere */
function checkFit(data: PathData, { train, world, model }: PathIntegrationSettings): void {
  const { name, header, steps, records } = data;
  const refuse = (what: string, ours: string, mend: string) =>
    new UserError(`${name} has ${what}, ${ours}`, mend, 2);
  if (steps !== train.sequenceLength) {
    const ours = `train.sequenceLength is ${train.sequenceLength}`;
    throw refuse(`trajectories of ${steps} steps`, ours, `--set train.sequenceLength=${steps}`);
  }
  if (header && header.dt !== world.dt) {
    throw refuse(`steps of ${header.dt} s`, `world.dt is ${world.dt}`, `--set world.dt=${header.dt}`);
  }
  const finder = new FormFinder(world.dt);
  const beyond = { x: 0, y: 0 };
  const every = Math.max(1, Math.floor(records / tried));
  for (let record = 0; record < records; record += every) {
    const one = data.read(record);
    finder.add(one);
    for (let t = 0; t < steps; t++) {
      beyond.x = Math.max(beyond.x, Math.abs(one.position[2 * t]!));
      beyond.y = Math.max(beyond.y, Math.abs(one.position[2 * t + 1]!));
    }
  }
  for (const [axis, side] of [
    ["x", "boxWidth"],
    ["y", "boxHeight"],
  ] as const) {
    if (beyond[axis] <= world[side] * (0.5 + tolerance)) continue;
    const reached = beyond[axis].toFixed(3);
    throw refuse(
      `positions at ${axis} = ±${reached} m`,
      `world.${side} is ${world[side]}`,
      "set the size of the box",
    );
  }
  if (model.input === "egocentric" && !finder.found().form) {
    throw new UserError(
      `in ${name} speeds and turns do not lead where the positions are, however they are read`,
      "look at the errors by entorhinal dataset, or train with model.input=velocity",
    );
  }
}
