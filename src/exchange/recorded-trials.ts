/** The arrays of a file of activity, read and held to what they should be. docs/formats.md lists them. */
import { numbersIn } from "../format/array-file.ts";
import { formatShape } from "../format/npy-array.ts";
import { type NpzFile, readNpz } from "../format/npz.ts";
import { readFileBytes } from "../format/read-file.ts";
import { UserError } from "../user-error.ts";
import { type Arena, checkArena } from "../world/arena.ts";
import { fastSpeed, headings, oneTurn, recordedSamples, speedsOf, velocities } from "./recorded-motion.ts";

/** What a file holds, trial by trial. */
export interface RecordedTrials {
  readonly trials: number;
  readonly steps: number;
  readonly units: number;
  /** NaN, both of a pair: not known, or left out by the filter. */
  readonly position: Float64Array;
  /** Those from the first one on that are no filling of the last trial. */
  readonly recorded: number;
  readonly activity: Float64Array;
  readonly velocity: Float64Array | undefined;
  readonly heading: Float64Array | undefined;
  /** m/s. */
  readonly fastSpeed: number;
  /** s; NaN where the file does not say. */
  readonly dt: number;
  /** In it the animal was. */
  readonly box: Arena;
  readonly rules: RecordedRules;
  readonly unitNames: readonly string[] | undefined;
}

/** How the file wants to be looked at; undefined: it does not say. */
export interface RecordedRules {
  readonly leastSeconds: number | undefined;
  readonly smoothing: number | undefined;
  readonly round: boolean;
  /** m/s; slower samples count nowhere. */
  readonly speedAbove: number | undefined;
  /** s, over which velocities were taken. */
  readonly velocityWindow: number | undefined;
  /** Bins are square, and the map is as wide as the longer side of the box. */
  readonly squareBins: boolean;
}

/** @throws UserError naming the array that is missing, or has the wrong shape, or values that it may not have */
export function readTrials(path: string): RecordedTrials {
  const npz = readNpz(readFileBytes(path), { name: path });
  const position = arrayIn(npz, "position", "[trials, T, 2] in m", isPositionValue);
  const [trials, steps, two] = position.shape;
  if (position.shape.length !== 3 || two !== 2 || !trials || !steps) {
    throw wrongShape(npz, "position", position.shape, "[trials, T, 2] in m");
  }
  checkPairs(npz, position.values);
  const activity = arrayIn(npz, "activity", "[trials, T, units]");
  const [, , units] = activity.shape;
  if (activity.shape.length !== 3 || activity.shape[0] !== trials || activity.shape[1] !== steps || !units) {
    throw wrongShape(npz, "activity", activity.shape, `[${trials}, ${steps}, units]`);
  }
  const optional = (key: string, shape: readonly number[], isFine = Number.isFinite) =>
    optionalArray(npz, key, shape, isFine);
  const number = (key: string) => optional(key, [])?.[0];
  const dt = number("dt") ?? Number.NaN;
  if (dt <= 0) throw new UserError(`${npz.name}[dt] is ${dt}`, "give the seconds of one time step");
  // Of a sample that is not known, neither need be how it moved.
  const given = optional("velocity", [trials, steps, 2], isPositionValue);
  const side = optional("box", [2]);
  const periodic = (number("periodic") ?? 0) !== 0;
  const round = (number("round") ?? 0) !== 0;
  const box: Arena = {
    ...(side ? { width: side[0]!, height: side[1]! } : boxAround(position.values)),
    ...{ periodic, ...(round && { round }) },
  };
  checkArena(box);
  checkInside(npz, box, position.values);
  const velocity = given ?? (dt > 0 && steps > 1 ? velocities(position.values, steps, dt, box) : undefined);
  const rules: RecordedRules = {
    leastSeconds: notNegative(npz, "least_seconds", number("least_seconds")),
    smoothing: notNegative(npz, "smoothing", number("smoothing")),
    round,
    speedAbove: notNegative(npz, "speed_above", number("speed_above")),
    velocityWindow: notNegative(npz, "velocity_window", number("velocity_window")),
    squareBins: (number("square_bins") ?? 0) !== 0,
  };
  if (rules.leastSeconds && !(dt > 0)) {
    throw new UserError(`${npz.name} has least_seconds and no dt`, "give the seconds of one time step as dt");
  }
  return {
    ...{ trials, steps, units, velocity, dt, box, rules },
    position: fastEnough(npz, position.values, velocity, rules.speedAbove),
    recorded: recordedSamples(position.values),
    activity: activity.values,
    heading:
      optional("heading", [trials, steps], isPositionValue)?.map(oneTurn) ??
      (velocity && headings(velocity, steps)),
    fastSpeed: velocity ? fastSpeed(velocity) : Number.NaN,
    unitNames: unitNamesIn(npz, units),
  };
}

const isPositionValue = (value: number): boolean => Number.isFinite(value) || Number.isNaN(value);

function arrayIn(
  npz: NpzFile,
  key: string,
  shape: string,
  isFine: (value: number) => boolean = Number.isFinite,
) {
  if (!npz.names().includes(key)) {
    const has = npz.names().join(", ");
    throw new UserError(
      `${npz.name} has no ${key}`,
      `a file of activity has position [trials, T, 2] and activity [trials, T, units]; this one has ${has}`,
    );
  }
  const { values, ...array } = numbersIn(npz, key);
  const bad = values.findIndex((value) => !isFine(value));
  if (bad >= 0) {
    throw new UserError(`${npz.name}[${key}] holds ${values[bad]}`, `give finite numbers ${shape}`);
  }
  return { shape: array.shape, values };
}

function optionalArray(
  npz: NpzFile,
  key: string,
  shape: readonly number[],
  isFine: (value: number) => boolean,
): Float64Array | undefined {
  if (!npz.names().includes(key)) return undefined;
  const wanted = shape.length === 0 ? "one number" : `[${shape.join(", ")}]`;
  const array = arrayIn(npz, key, wanted, isFine);
  const isOne = shape.length === 0 && array.shape.join() === "1";
  if (array.shape.join() !== shape.join() && !isOne) throw wrongShape(npz, key, array.shape, wanted);
  return array.values;
}

const wrongShape = (npz: NpzFile, key: string, shape: readonly number[], wanted: string): UserError =>
  new UserError(`${npz.name}[${key}] has the shape ${formatShape(shape)}`, `give ${key} as ${wanted}`);

function notNegative({ name }: NpzFile, key: string, value: number | undefined): number | undefined {
  if (value === undefined || value >= 0) return value;
  throw new UserError(`${name}[${key}] is ${value}`, "give 0 or more");
}

/** @throws UserError when one of x and y is known alone, or none anywhere */
function checkPairs({ name }: NpzFile, positions: Float64Array): void {
  let known = 0;
  for (let i = 0; i < positions.length; i += 2) {
    const [x, y] = [Number.isNaN(positions[i]!), Number.isNaN(positions[i + 1]!)];
    if (x !== y) {
      throw new UserError(
        `${name}[position] has ${x ? "y without x" : "x without y"} at sample ${i / 2}`,
        "make both NaN where a position is not known",
      );
    }
    if (!x) known++;
  }
  if (known === 0) throw new UserError(`${name}[position] is NaN throughout`, "give positions in m");
}

function unitNamesIn(npz: NpzFile, units: number): readonly string[] | undefined {
  if (!npz.names().includes("unit_names")) return undefined;
  const array = npz.get("unit_names");
  if (array.kind !== "string") throw new UserError(`${npz.name}[unit_names] holds numbers`, "give text");
  if (array.shape.length === 1 && array.data.length === units) return array.data;
  throw wrongShape(npz, "unit_names", array.shape, `[${units}]`);
}

/** Positions of those samples in which the animal was as fast; of unknown speed is not. */
function fastEnough(
  { name }: NpzFile,
  positions: Float64Array,
  velocity: Float64Array | undefined,
  least = 0,
): Float64Array {
  if (least === 0) return positions;
  if (!velocity) {
    throw new UserError(`${name} has speed_above and no velocities`, "give the recording velocity, or dt");
  }
  const speeds = speedsOf(velocity);
  const filtered = positions.map((value, i) => (speeds[i >> 1]! >= least ? value : Number.NaN));
  if (!filtered.every(Number.isNaN)) return filtered;
  throw new UserError(
    `in ${name} the animal is never as fast as ${least} m/s`,
    "lower speed_above, or give positions in m",
  );
}

/** The smallest box centred at 0 that holds all positions. */
function boxAround(positions: Float64Array): { width: number; height: number } {
  let [x, y] = [0, 0];
  for (let i = 0; i < positions.length; i += 2) {
    if (Number.isNaN(positions[i]!)) continue;
    x = Math.max(x, Math.abs(positions[i]!));
    y = Math.max(y, Math.abs(positions[i + 1]!));
  }
  return { width: 2 * x, height: 2 * y };
}

/** Some rules of walls let a few samples out; more are a box of another place or unit. */
export const mostOutside = 0.05;

/** @throws UserError when the file's box is not where its positions are */
function checkInside({ name }: NpzFile, { width, height }: Arena, positions: Float64Array): void {
  let [outside, known] = [0, 0];
  for (let i = 0; i < positions.length; i += 2) {
    if (Number.isNaN(positions[i]!)) continue;
    known++;
    if (2 * Math.abs(positions[i]!) > width || 2 * Math.abs(positions[i + 1]!) > height) outside++;
  }
  const share = outside / known;
  if (share <= mostOutside) return;
  throw new UserError(
    `${Math.round(100 * share)} % of the positions in ${name} are outside its box of ${width} x ${height} m`,
    "give positions in m from the middle of the box",
  );
}
