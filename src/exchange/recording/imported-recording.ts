/** From a recording of others to a file of activity: a path in equal steps around the middle of its box, and activity beside it. */
import { type NpyArray, npyArray } from "../../format/npy-array.ts";
import { oneArray, onHeap, requireMemory } from "../../memory-need.ts";
import type { Condition } from "../../tasks/activity-source.ts";
import { UserError } from "../../user-error.ts";
import { recordedSamples, speedsOf } from "../recorded-motion.ts";
import { conditionsOf } from "../recorded-rules.ts";
import type { RecordedRules } from "../recorded-trials.ts";
import { medianStep } from "./checked-session.ts";
import { type BoxOptions, type PlacedPositions, placedPositions } from "./placed-box.ts";
import type { RecordedSession } from "./session.ts";
import { ratesInSteps, type SpikeCounts, spikesInSteps } from "./stepped-cells.ts";
import { directionsInSteps, inSteps, smoothVelocities, type TimeSteps, timeSteps } from "./time-steps.ts";

export interface ImportOptions extends BoxOptions {
  /** s, one step; undefined: as tracked. */
  readonly binSeconds: number | undefined;
  /** s, one trial; undefined: the whole recording is one. */
  readonly trialSeconds: number | undefined;
  readonly longestGap: number;
  /** m/s; 0: slow samples stay. */
  readonly speedAbove: number;
  /** s, over which velocities are taken. */
  readonly velocityWindow: number;
  /** s. */
  readonly leastSeconds: number;
  /** m. */
  readonly smoothing: number;
}

export interface ImportedRecording {
  /** Of the file that is to be written. */
  readonly arrays: Readonly<Record<string, NpyArray>>;
  readonly session: RecordedSession;
  readonly placed: PlacedPositions;
  readonly steps: TimeSteps;
  readonly trials: number;
  readonly stepsOfTrial: number;
  /** Steps whose position was made up between tracked ones, and those of which none is known. */
  readonly bridged: number;
  readonly lost: number;
  /** Steps of known position in which the animal was too slow. */
  readonly slow: number;
  readonly spikes: SpikeCounts | undefined;
  /** As every look at the file will name them. */
  readonly conditions: readonly Condition[];
}

/** @throws UserError when the box does not fit, nothing is left, or the memory is too small */
export function importedRecording(
  session: RecordedSession,
  path: string,
  options: ImportOptions,
): ImportedRecording {
  const placed = placedPositions(session.positions, path, options);
  const apart = medianStep(session.times);
  // As it was set, without the rounding of the times.
  const steps = timeSteps(session.times, options.binSeconds ?? Number(apart.toPrecision(9)));
  const units = session.cells.names.length;
  requireSteps(steps.steps, units, path);
  const gaps = { longestGap: options.longestGap, apart };
  const walked = inSteps(session.times, placed.positions, 2, steps, gaps);
  const position = walked.values;
  const { velocity, window } = smoothVelocities(position, steps.dt, options.velocityWindow);
  const { activity, spikes } =
    session.cells.kind === "spikes"
      ? spikesInSteps(session.cells, steps, position)
      : ratesInSteps(session.cells, session.times, steps, position);
  if (spikes) requireInside(spikes, session, path);
  const filtered = fastEnough(position, velocity, options.speedAbove);
  const slow = unknownIn(filtered) - walked.lost;
  if (filtered.every(Number.isNaN)) {
    throw new UserError(
      `in ${path} the animal is never as fast as ${Number((100 * options.speedAbove).toPrecision(6))} cm/s`,
      "lower --speed-above, or say what a unit of its positions is: --scale",
    );
  }
  const { heading: series } = session;
  const heading =
    series &&
    directionsInSteps(series.times, series.values, steps, {
      ...gaps,
      apart: medianStep(series.times),
    });
  const stepsOfTrial = Math.min(
    steps.steps,
    options.trialSeconds === undefined
      ? steps.steps
      : Math.max(1, Math.round(options.trialSeconds / steps.dt)),
  );
  const trials = Math.ceil(steps.steps / stepsOfTrial);
  const cut = (values: Float64Array | Float32Array, width: number, rest: number) =>
    trialsOf(values, width, trials, stepsOfTrial, rest);
  const rules: RecordedRules = {
    ...{ leastSeconds: options.leastSeconds, smoothing: options.smoothing, round: options.round },
    ...{ speedAbove: options.speedAbove, velocityWindow: window, squareBins: true },
  };
  const { width, height } = placed;
  const number = (value: number) => npyArray(Float64Array.of(value), []);
  const flag = (value: boolean) => npyArray(Uint8Array.of(value ? 1 : 0), []);
  const { NaN: unknown } = Number;
  return {
    arrays: {
      position: npyArray(cut(position, 2, unknown), [trials, stepsOfTrial, 2]),
      activity: npyArray(cut(activity, units, 0), [trials, stepsOfTrial, units]),
      velocity: npyArray(cut(velocity, 2, unknown), [trials, stepsOfTrial, 2]),
      ...(heading && { heading: npyArray(cut(heading, 1, unknown), [trials, stepsOfTrial]) }),
      dt: number(steps.dt),
      box: npyArray(Float64Array.of(width, height), [2]),
      square_bins: flag(true),
      unit_names: npyArray(session.cells.names, [units]),
      least_seconds: number(options.leastSeconds),
      smoothing: number(options.smoothing),
      round: flag(options.round),
      speed_above: number(options.speedAbove),
      velocity_window: number(window),
      start_time: number(steps.start),
      middle: npyArray(Float64Array.from(placed.middle), [2]),
    },
    ...{ session, placed, steps, trials, stepsOfTrial, slow, spikes },
    ...{ bridged: walked.bridged, lost: walked.lost },
    conditions: conditionsOf({
      box: { width, height, periodic: false },
      rules,
      position: Float64Array.from(cut(filtered, 2, unknown)),
      recorded: recordedSamples(position),
    }),
  };
}

function requireSteps(steps: number, units: number, path: string): void {
  const settings = ["--bin-seconds"];
  requireMemory({
    what: `${path} in ${steps} steps of ${units} units`,
    needs: [
      oneArray("its activity", 4 * steps * units),
      onHeap("the activity by trials", 4 * steps * units),
      onHeap("positions and velocities", 200 * steps),
    ],
    mend: `use larger ${settings[0]}`,
  });
}

/** @throws UserError when there are spikes and none while there are positions: another clock, or another unit of time */
function requireInside({ all, outside }: SpikeCounts, { cells, times }: RecordedSession, path: string): void {
  if (all === 0 || outside < all || cells.kind !== "spikes") return;
  const spikes = cells.times.flatMap((train) => Array.from(train));
  const range = (values: ArrayLike<number>) => {
    const low = Array.from(values).reduce((least, value) => Math.min(least, value));
    const high = Array.from(values).reduce((most, value) => Math.max(most, value));
    return `${Number(low.toPrecision(6))} to ${Number(high.toPrecision(6))} s`;
  };
  throw new UserError(
    `no spike in ${path} lies in the recording: spikes go from ${range(spikes)}, positions from ${range(times)}`,
    "give both in seconds and by the same clock",
  );
}

/** Positions of the samples that are as fast; of unknown speed is not. */
function fastEnough(position: Float64Array, velocity: Float64Array, least: number): Float64Array {
  if (least === 0) return position;
  const speeds = speedsOf(velocity);
  return position.map((value, i) => (speeds[i >> 1]! >= least ? value : Number.NaN));
}

const unknownIn = (positions: Float64Array): number =>
  positions.reduce((count, value, i) => (i % 2 === 0 && Number.isNaN(value) ? count + 1 : count), 0);

/** [steps, width] as trials of the same length; what the last one lacks is `rest`. */
function trialsOf(
  values: Float64Array | Float32Array,
  width: number,
  trials: number,
  steps: number,
  rest: number,
): Float32Array<ArrayBuffer> {
  const result = new Float32Array(trials * steps * width).fill(rest);
  result.set(values);
  return result;
}
