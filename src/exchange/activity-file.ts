/**
 * Somebody's activity along paths, from an npz file: `position` [trials, T, 2] m and `activity` [trials, T, units], and where
 * they are there `heading` [trials, T] rad, `velocity` [trials, T, 2] m/s, `dt` s, `box` [2] m (width and height) and `periodic`.
 */
import type { Engine } from "../engine/engine.ts";
import type { SharedArray } from "../engine/shared-array.ts";
import { numbersIn } from "../format/array-file.ts";
import { formatShape } from "../format/npy-array.ts";
import { type NpzFile, readNpz } from "../format/npz.ts";
import { readFileBytes } from "../format/read-file.ts";
import {
  type ActivityRequest,
  type ActivitySource,
  cutIntoPortions,
  type PathPortion,
  type TrajectoryRange,
} from "../tasks/activity-source.ts";
import { UserError } from "../user-error.ts";
import { type Arena, checkArena } from "../world/arena.ts";

/** What a file holds, trial by trial. */
interface RecordedTrials {
  readonly trials: number;
  readonly steps: number;
  readonly units: number;
  readonly position: Float64Array;
  readonly activity: Float64Array;
  readonly velocity: Float64Array | undefined;
  readonly heading: Float64Array | undefined;
  /** s; NaN where the file does not say. */
  readonly dt: number;
  readonly arena: Arena;
}

/** @throws UserError naming the array that is missing, or has the wrong shape, or values that are not finite */
export function openActivityFile(engine: Engine, path: string): ActivitySource {
  const trials = readTrials(path);
  const { units, steps, arena, dt } = trials;
  const paths = (request: ActivityRequest, range: TrajectoryRange): PathPortion => {
    const cut = (values: Float64Array, width: number, label: string) =>
      timeMajor(engine, values, width, trials.steps, request.steps, range, label);
    return {
      ...range,
      samples: range.trajectories * request.steps,
      position: cut(trials.position, 2, "recorded positions"),
      velocity: trials.velocity && cut(trials.velocity, 2, "recorded velocities"),
      heading: trials.heading && cut(trials.heading, 1, "recorded headings"),
    };
  };
  return {
    ...{ units, arena, dt, tap: "activity", metrics: [], conditions: [] },
    taps: [{ name: "activity", units, help: "as recorded" }],
    usual: { seed: 0, steps, trajectories: trials.trials },
    fastSpeed: trials.velocity ? fastSpeed(trials.velocity) : Number.NaN,
    unitName: (unit) => `#${unit}`,
    portions(request) {
      checkRequest(path, trials, request);
      return cutIntoPortions(units, request);
    },
    walk: (request, range, body) => engine.memory.scope(() => body(paths(request, range))),
    read: (request, range, body) =>
      engine.memory.scope(() => {
        const { activity } = trials;
        const values = timeMajor(engine, activity, units, steps, request.steps, range, "recorded activity");
        body({ ...paths(request, range), activities: values.pointer, measured: {} });
      }),
    levels: () => ({}),
  };
}

function checkRequest(path: string, { trials, steps }: RecordedTrials, request: ActivityRequest): void {
  const last = (request.from ?? 0) + request.trajectories;
  if (last > trials) {
    throw new UserError(`${path} holds ${trials} trials, ${last} are asked for`, "lower --trajectories", 2);
  }
  if (request.steps > steps) {
    throw new UserError(
      `the trials of ${path} have ${steps} steps, ${request.steps} are asked for`,
      "lower --steps",
      2,
    );
  }
}

/** [trials, T, width] of the file as [T, B, width] in the memory scope. */
function timeMajor(
  engine: Engine,
  values: Float64Array,
  width: number,
  recorded: number,
  steps: number,
  { first, trajectories }: TrajectoryRange,
  label: string,
): SharedArray<"float32"> {
  const shape = width === 1 ? [steps, trajectories] : [steps, trajectories, width];
  const result = engine.memory.allocate("float32", shape, label);
  const view = result.view;
  for (let b = 0; b < trajectories; b++) {
    for (let t = 0; t < steps; t++) {
      const from = ((first + b) * recorded + t) * width;
      view.set(values.subarray(from, from + width), (t * trajectories + b) * width);
    }
  }
  return result;
}

function readTrials(path: string): RecordedTrials {
  const npz = readNpz(readFileBytes(path), { name: path });
  const position = arrayIn(npz, "position", "[trials, T, 2] in m");
  const [trials, steps, two] = position.shape;
  if (position.shape.length !== 3 || two !== 2 || !trials || !steps) {
    throw wrongShape(npz, "position", position.shape, "[trials, T, 2] in m");
  }
  const activity = arrayIn(npz, "activity", "[trials, T, units]");
  const [, , units] = activity.shape;
  if (activity.shape.length !== 3 || activity.shape[0] !== trials || activity.shape[1] !== steps || !units) {
    throw wrongShape(npz, "activity", activity.shape, `[${trials}, ${steps}, units]`);
  }
  const optional = (key: string, shape: readonly number[]): Float64Array | undefined => {
    if (!npz.names().includes(key)) return undefined;
    const wanted = shape.length === 0 ? "one number" : `[${shape.join(", ")}]`;
    const array = arrayIn(npz, key, wanted);
    const isOne = shape.length === 0 && array.shape.join() === "1";
    if (array.shape.join() !== shape.join() && !isOne) throw wrongShape(npz, key, array.shape, wanted);
    return array.values;
  };
  const dt = optional("dt", [])?.[0] ?? Number.NaN;
  if (dt <= 0) throw new UserError(`${npz.name}[dt] is ${dt}`, "give the seconds of one time step");
  const given = optional("velocity", [trials, steps, 2]);
  const box = optional("box", [2]);
  const periodic = (optional("periodic", [])?.[0] ?? 0) !== 0;
  const arena = box
    ? { width: box[0]!, height: box[1]!, periodic }
    : { ...boxAround(position.values), periodic };
  checkArena(arena);
  checkInside(npz, arena, position.values);
  const velocity = given ?? (dt > 0 && steps > 1 ? velocities(position.values, steps, dt, arena) : undefined);
  return {
    ...{ trials, steps, units, velocity, dt, arena },
    position: position.values,
    activity: activity.values,
    heading: optional("heading", [trials, steps])?.map(oneTurn) ?? (velocity && headings(velocity, steps)),
  };
}

function arrayIn(npz: NpzFile, key: string, shape: string) {
  if (!npz.names().includes(key)) {
    const has = npz.names().join(", ");
    throw new UserError(
      `${npz.name} has no ${key}`,
      `a file of activity has position [trials, T, 2] and activity [trials, T, units]; this one has ${has}`,
    );
  }
  const { values, ...array } = numbersIn(npz, key);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new UserError(`${npz.name}[${key}] holds ${values[bad]}`, `give finite numbers ${shape}`);
  }
  return { shape: array.shape, values };
}

const wrongShape = (npz: NpzFile, key: string, shape: readonly number[], wanted: string): UserError =>
  new UserError(`${npz.name}[${key}] has the shape ${formatShape(shape)}`, `give ${key} as ${wanted}`);

/** The smallest box centred at 0 that holds all positions. */
function boxAround(positions: Float64Array): { width: number; height: number } {
  let [x, y] = [0, 0];
  for (let i = 0; i < positions.length; i += 2) {
    x = Math.max(x, Math.abs(positions[i]!));
    y = Math.max(y, Math.abs(positions[i + 1]!));
  }
  return { width: 2 * x, height: 2 * y };
}

/** Some rules of walls let a few samples out; more are a box of another place or unit. */
const mostOutside = 0.05;

/** @throws UserError when the file's box is not where its positions are */
function checkInside({ name }: NpzFile, { width, height }: Arena, positions: Float64Array): void {
  let outside = 0;
  for (let i = 0; i < positions.length; i += 2) {
    if (2 * Math.abs(positions[i]!) > width || 2 * Math.abs(positions[i + 1]!) > height) outside++;
  }
  const share = outside / (positions.length / 2);
  if (share <= mostOutside) return;
  throw new UserError(
    `${Math.round(100 * share)} % of the positions in ${name} are outside its box of ${width} x ${height} m`,
    "give positions in m from the middle of the box",
  );
}

/**
 * m/s of each step [trials, T, 2]: differences of positions, the short way around a periodic box; the first step of a trial
 * has that of the second.
 */
function velocities(
  positions: Float64Array,
  steps: number,
  dt: number,
  { width, height, periodic }: Arena,
): Float64Array {
  const result = new Float64Array(positions.length);
  for (let i = 0; i < positions.length; i++) {
    const step = Math.floor(i / 2) % steps;
    const at = step === 0 ? i + 2 : i;
    const way = positions[at]! - positions[at - 2]!;
    const side = i % 2 === 0 ? width : height;
    result[i] = (periodic ? way - side * Math.round(way / side) : way) / dt;
  }
  return result;
}

/** rad in [-pi, pi). */
const oneTurn = (angle: number): number => {
  const turned = angle - 2 * Math.PI * Math.floor((angle + Math.PI) / (2 * Math.PI));
  return turned >= Math.PI ? -Math.PI : turned;
};

/**
 * rad in [-pi, pi), direction of each velocity [trials, T, 2]. Whoever stands still looks where it went last, at the beginning of a trial
 * where it will go first; undefined when one stands still for a whole trial, since a made-up heading would be a tuning made up.
 */
function headings(velocity: Float64Array, steps: number): Float64Array | undefined {
  const result = new Float64Array(velocity.length / 2);
  for (let first = 0; first < result.length; first += steps) {
    const moves = (i: number) => velocity[2 * i] !== 0 || velocity[2 * i + 1] !== 0;
    let last = first;
    while (last < first + steps && !moves(last)) last++;
    if (last === first + steps) return undefined;
    for (let i = first; i < first + steps; i++) {
      if (moves(i)) last = i;
      result[i] = oneTurn(Math.atan2(velocity[2 * last + 1]!, velocity[2 * last]!));
    }
  }
  return result;
}

/** m/s: 1 % of the samples are faster. */
function fastSpeed(velocity: Float64Array): number {
  const speeds = Float64Array.from({ length: velocity.length / 2 }, (_, i) =>
    Math.hypot(velocity[2 * i]!, velocity[2 * i + 1]!),
  ).sort();
  return speeds[Math.floor(0.99 * (speeds.length - 1))]!;
}
