/** Sums of tuning of a recording: a shuffle gives every trial its own headings and speeds, shifted in a circle. */
import type { Engine } from "../engine/engine.ts";
import { fillUniform } from "../engine/random.ts";
import { type ActivitySource, inPortions, type Portion } from "../tasks/activity-source.ts";
import { UserError } from "../user-error.ts";
import { type Behaviour, type Movement, movementOf } from "./behaviour.ts";
import {
  addMoments,
  fillSample,
  type Moments,
  multiplyRows,
  perPairing,
  rowCount,
  type TuningOptions,
} from "./tuning-rows.ts";

/** After a shorter shift rates are still paired with much the same behaviour, s. */
export const leastShiftSeconds = 20;
/** Of a short trial this share is enough. */
const leastShare = 1 / 4;
/** Known samples that a trial needs to be shifted at all. */
const fewestSamples = 20;
/** Taken together at most, whatever the length of a trial. */
export const samplesAtOnce = 4096;

/**
 * Adds to `sums` [rows, units] and `moments`. Samples that are not known are cut out of a trial before it is shifted.
 * @throws UserError when no trial is long enough
 */
export function addShifted(
  engine: Engine,
  source: ActivitySource,
  options: TuningOptions,
  behaviour: Behaviour,
  { sums, moments }: { readonly sums: Float64Array; readonly moments: Moments },
): void {
  const { shuffles, trajectories, from = 0 } = options;
  const { units, dt } = source;
  const draws = shiftDraws(engine, options);
  let longest = 0;
  inPortions(source, options, (portion) => {
    const movement = movementOf(portion);
    for (let b = 0; b < portion.trajectories; b++) {
      const known = knownSamplesOf(portion, movement, b);
      longest = Math.max(longest, known.length);
      const draw = (shuffle: number) => draws[shuffle * trajectories + portion.first - from + b]!;
      const shifts = Array.from({ length: shuffles }, (_, i) => shiftOf(draw(i), known.length, dt));
      const trial = trialRows(movement, known, behaviour, options);
      for (let first = 0; first < known.length; first += samplesAtOnce) {
        const part = known.slice(first, first + samplesAtOnce);
        addPart(engine, options, { units, portion, part, first, trial, shifts }, sums, moments);
      }
    }
  });
  if (shuffles === 0 || longest >= fewestSamples) return;
  throw new UserError(
    `the longest trial has ${longest} samples of known movement, too few to be shifted`,
    "record more, or use --shuffles 0",
  );
}

/** [shuffles, trials] in [0, 1). */
function shiftDraws(engine: Engine, { seed, shuffles, trajectories }: TuningOptions): Float64Array {
  return engine.memory.scope(() => {
    const draws = engine.memory.allocate("float64", [shuffles, trajectories], "shifts of the shuffles");
    fillUniform(engine, { seed, stream: "tuning shift", items: shuffles, draws: trajectories }, draws);
    return draws.toArray();
  });
}

/** Samples by which a trial of `count` is shifted: as far from either end as the least shift. */
export function shiftOf(draw: number, count: number, dt: number): number {
  const wanted = dt > 0 ? Math.round(leastShiftSeconds / dt) : Number.POSITIVE_INFINITY;
  const least = Math.max(1, Math.min(wanted, Math.floor(count * leastShare)));
  return least + Math.floor(draw * Math.max(1, count - 2 * least + 1));
}

/** Samples of trial `b`, in their order. */
function knownSamplesOf({ samples, trajectories }: Portion, { isKnown }: Movement, b: number): number[] {
  const known: number[] = [];
  for (let sample = b; sample < samples; sample += trajectories) if (isKnown(sample)) known.push(sample);
  return known;
}

/** Factors of the true pairs of a trial, row by row: those of `rowsOfPairing`, of the sectors, of the bins of speed, and of the second product. */
function trialRows(
  movement: Movement,
  known: readonly number[],
  behaviour: Behaviour,
  options: TuningOptions,
): Float32Array[] {
  const rows = rowCount({ ...options, shuffles: 0 }) + 1;
  const trial = Array.from({ length: rows }, () => new Float32Array(known.length));
  const curve = (index: number) => trial[perPairing + index]!;
  const pairing = [...trial.slice(0, perPairing), trial.at(-1)!];
  known.forEach((sample, i) => {
    fillSample(pairing, curve, i, movement, sample, behaviour, options);
  });
  return trial;
}

interface TrialPart {
  readonly units: number;
  readonly portion: Portion;
  /** Known samples of the trial from the one of number `first` on. */
  readonly part: readonly number[];
  readonly first: number;
  readonly trial: readonly Float32Array[];
  readonly shifts: readonly number[];
}

function addPart(
  engine: Engine,
  options: TuningOptions,
  trialPart: TrialPart,
  sums: Float64Array,
  moments: Moments,
): void {
  const { units, portion, part, first, trial, shifts } = trialPart;
  const count = part.length;
  const rows = sums.length / units;
  engine.memory.scope(() => {
    const factors = engine.memory.allocate("float32", [rows, count], "headings and speeds");
    const rates = engine.memory.allocate("float32", [count, units], "activity at known movement");
    const products = engine.memory.allocate("float32", [rows, units], "sums of a part of a trial");
    const [from, kept] = [engine.memory.floats(portion.activities, portion.samples * units), rates.view];
    part.forEach((sample, i) => {
      kept.set(from.subarray(sample * units, (sample + 1) * units), i * units);
    });
    const out = factors.view;
    const put = (row: number, values: Float32Array, shift: number) =>
      copyCircle(values, first + shift, out.subarray(row * count, (row + 1) * count));
    const pairing = trial.slice(0, perPairing);
    let row = 0;
    for (const shift of [0, ...shifts]) for (const values of pairing) put(row++, values, shift);
    for (const values of trial.slice(perPairing, -1)) put(row++, values, 0);
    for (const shift of [0, ...shifts]) put(row++, trial.at(-1)!, shift);
    multiplyRows(engine, options, {
      ...{ factors: factors.pointer, rates: rates.pointer, out: products.pointer },
      ...{ inner: count, units },
    });
    products.view.forEach((product, i) => {
      sums[i]! += product;
    });
    addMoments(rates.view, moments);
  });
}

/** Values from `start` on, from the beginning again after the last one. */
function copyCircle(values: Float32Array, start: number, out: Float32Array): void {
  const { length } = values;
  for (let at = 0; at < out.length; ) {
    const from = (start + at) % length;
    const count = Math.min(length - from, out.length - at);
    out.set(values.subarray(from, from + count), at);
    at += count;
  }
}
