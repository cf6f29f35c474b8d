/** Sums of tuning along many trajectories: a shuffle gives every trajectory the headings and speeds of another one. */
import type { Engine } from "../engine/engine.ts";
import { fillUniform } from "../engine/random.ts";
import {
  type ActivityRequest,
  type ActivitySource,
  inPortions,
  type Portion,
} from "../tasks/activity-source.ts";
import { UserError } from "../user-error.ts";
import { type Behaviour, movementOf } from "./behaviour.ts";
import {
  addMoments,
  fillSample,
  type Moments,
  multiplyRows,
  perPairing,
  placeRowCount,
  rowCount,
  type TuningOptions,
} from "./tuning-rows.ts";

/**
 * Adds to `sums` [rows, units] and `moments`. Within a portion headings and speeds are rotated by a number of whole trajectories, so that
 * the course of both within a trajectory stays.
 */
export function addExchanged(
  engine: Engine,
  source: ActivitySource,
  options: TuningOptions,
  behaviour: Behaviour,
  { sums, moments }: { readonly sums: Float64Array; readonly moments: Moments },
): void {
  const { units } = source;
  const rows = rowCount(options) + placeRowCount(options);
  const rotations = rotationsOf(engine, source, options);
  let portionNumber = 0;
  inPortions(source, options, (portion) => {
    const factors = engine.memory.zeros("float32", [rows, portion.samples], "headings and speeds");
    fillFactors(factors.view, portion, rotations[portionNumber++]!, behaviour, options);
    const products = engine.memory.allocate("float32", [rows, units], "sums of a portion");
    multiplyRows(engine, options, {
      ...{ factors: factors.pointer, rates: portion.activities, out: products.pointer },
      ...{ inner: portion.samples, units },
    });
    products.view.forEach((product, i) => {
      sums[i]! += product;
    });
    addMoments(engine.memory.floats(portion.activities, portion.samples * units), moments);
  });
}

/** A rotation among a few is hardly a shuffle. */
export const fewestTogether = 20;

/** @throws UserError when there are too few trajectories, or they are too long to have enough of them in the memory */
export function checkPortions(source: ActivitySource, options: TuningOptions): void {
  const { trajectories, steps, shuffles } = options;
  const smallest = source
    .portions(options)
    .reduce((least, range) => Math.min(least, range.trajectories), Number.POSITIVE_INFINITY);
  if (shuffles === 0 || smallest >= fewestTogether) return;
  throw smallest === trajectories
    ? new UserError(
        `${trajectories} trajectories are too few to shuffle`,
        `use at least ${fewestTogether}`,
        2,
      )
    : new UserError(
        `trajectories of ${steps} steps are too long to be shuffled ${shuffles} times`,
        "use fewer --steps or --shuffles",
        2,
      );
}

/** By how many trajectories each shuffle rotates each portion: [portion][shuffle], never by 0. */
export function rotationsOf(
  engine: Engine,
  source: ActivitySource,
  options: ActivityRequest & { readonly shuffles: number },
): number[][] {
  const { seed, shuffles } = options;
  const sizes = source.portions(options).map((range) => range.trajectories);
  return engine.memory.scope(() => {
    const draws = engine.memory.allocate("float64", [shuffles, sizes.length], "rotations of the shuffles");
    if (shuffles > 0) {
      fillUniform(engine, { seed, stream: "tuning shuffle", items: shuffles, draws: sizes.length }, draws);
    }
    const uniform = draws.view;
    return sizes.map((size, portion) =>
      Array.from(
        { length: shuffles },
        (_, shuffle) => 1 + Math.floor(uniform[shuffle * sizes.length + portion]! * (size - 1)),
      ),
    );
  });
}

/** out [rows, samples]; see `TuningSums` for the order of the rows. */
function fillFactors(
  out: Float32Array,
  portion: Portion,
  rotations: readonly number[],
  behaviour: Behaviour,
  options: TuningOptions,
): void {
  const { samples, trajectories } = portion;
  const row = (index: number) => out.subarray(index * samples, (index + 1) * samples);
  const curves = perPairing * (1 + rotations.length);
  const movement = movementOf(portion);
  const below = rowCount(options);
  /** The rows of the true pairs, number 0, or of a shuffle. */
  const rowsOf = (number: number) => [
    ...Array.from({ length: perPairing }, (_, i) => row(perPairing * number + i)),
    row(below + number),
  ];
  const pairing = rowsOf(0);
  const curve = (index: number) => row(curves + index);
  for (let sample = 0; sample < samples; sample++) {
    fillSample(pairing, curve, sample, movement, sample, behaviour, options);
  }
  rotations.forEach((rotation, shuffle) => {
    rowsOf(1 + shuffle).forEach((into, i) => {
      rotate(pairing[i]!, into, trajectories, options.steps, rotation);
    });
  });
}

/** [T, B] with every row turned to the left by `by`. */
function rotate(source: Float32Array, out: Float32Array, columns: number, steps: number, by: number): void {
  for (let t = 0; t < steps; t++) {
    const start = t * columns;
    out.set(source.subarray(start + by, start + columns), start);
    out.set(source.subarray(start, start + by), start + columns - by);
  }
}
