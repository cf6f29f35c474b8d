/** Sums over samples from which tuning to heading and speed follows, of the rates as they are and of shuffled pairs. */
import type { Engine } from "../engine/engine.ts";
import { multiply } from "../engine/product.ts";
import { fillUniform } from "../engine/random.ts";
import { oneArray, requireMemory } from "../memory-need.ts";
import { type ActivitySource, inPortions, type Portion } from "../tasks/activity-source.ts";
import { UserError } from "../user-error.ts";
import {
  type Behaviour,
  type BehaviourOptions,
  headingBin,
  movementOf,
  observeBehaviour,
  sectorMiddle,
  speedBin,
} from "./behaviour.ts";

export interface TuningOptions extends BehaviourOptions {
  readonly shuffles: number;
}

/** Rows of the sums, for the true pairs and then for each shuffle; every row has one number for each unit. */
export const rowsOfPairing = ["cosine", "sine", "constant", "speed"] as const;

export interface TuningSums extends Behaviour {
  readonly units: number;
  /** [1 + shuffles, 4, units]: rates times each of `rowsOfPairing`, every sample divided by the visits of its sector. */
  readonly pairings: Float64Array;
  /** [headingBins, units] and [speedBins, units]: sums of the rates. */
  readonly headingSums: Float64Array;
  readonly speedSums: Float64Array;
  /** [units]: sums of rates and of their squares, and the smallest. */
  readonly rateSums: Float64Array;
  readonly squareSums: Float64Array;
  readonly smallest: Float64Array;
}

const perPairing = rowsOfPairing.length;

/**
 * Two passes over the same trajectories: one for the behaviour, one with the network. A shuffle gives every trajectory
 * the headings and speeds of another one: within a portion they are rotated by a number of whole trajectories, so that
 * the course of both within a trajectory stays.
 * @throws UserError when there are too few trajectories, or they are too long to have enough of them in the memory
 */
export function tuningSums(engine: Engine, source: ActivitySource, wanted: TuningOptions): TuningSums {
  const options = { ...wanted, perSample: rowCount(wanted), measuring: false };
  requireSums(engine, source.units, options);
  checkPortions(source, options);
  const behaviour = observeBehaviour(source, options);
  const { units } = source;
  const { headingBins, shuffles } = options;
  const rows = rowCount(options);
  const sums = new Float64Array(rows * units);
  const moments = {
    sum: new Float64Array(units),
    square: new Float64Array(units),
    smallest: new Float64Array(units),
  };
  moments.smallest.fill(Number.POSITIVE_INFINITY);
  const rotations = rotationsOf(engine, source, options);
  let portionNumber = 0;
  inPortions(source, options, (portion) => {
    const factors = engine.memory.zeros("float32", [rows, portion.samples], "headings and speeds");
    fillFactors(factors.view, portion, rotations[portionNumber++]!, behaviour, options);
    const products = engine.memory.allocate("float32", [rows, units], "sums of a portion");
    multiply(engine, {
      left: factors.pointer,
      right: portion.activities,
      out: products.pointer,
      rows,
      inner: portion.samples,
      columns: units,
    });
    products.view.forEach((product, i) => {
      sums[i]! += product;
    });
    addMoments(engine.memory.floats(portion.activities, portion.samples * units), moments);
  });
  const curves = perPairing * (1 + shuffles) * units;
  const afterHeadings = curves + headingBins * units;
  return {
    ...behaviour,
    units,
    pairings: sums.subarray(0, curves),
    headingSums: sums.subarray(curves, afterHeadings),
    speedSums: sums.subarray(afterHeadings),
    rateSums: moments.sum,
    squareSums: moments.square,
    smallest: moments.smallest,
  };
}

const rowCount = ({ shuffles, headingBins, speedBins }: TuningOptions): number =>
  perPairing * (1 + shuffles) + headingBins + speedBins;

/** Sums of all pairings; what is said of a shuffle is made of them. */
function requireSums({ memory }: Engine, units: number, options: TuningOptions): void {
  const settings = ["--shuffles", "--heading-bins", "--speed-bins"];
  const needsAt = (shuffles: number) => {
    const rows = rowCount({ ...options, shuffles });
    return [
      oneArray("sums of all pairings", rows * units * 8, settings),
      { label: "sums of a portion", bytes: rows * (units + options.steps) * 4, settings },
    ];
  };
  const { shuffles } = options;
  requireMemory({
    what: `tuning of ${units} units beside ${shuffles} shuffles`,
    needs: needsAt(shuffles),
    memory,
    growing: { name: "--shuffles", value: shuffles, least: 0, needsAt },
  });
}

/** A rotation among a few is hardly a shuffle. */
const fewestTogether = 20;

function checkPortions(source: ActivitySource, options: TuningOptions): void {
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
function rotationsOf(engine: Engine, source: ActivitySource, options: TuningOptions): number[][] {
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
  { headingVisits, speedMean, samples: all }: Behaviour,
  { headingBins, speedBins, speedLimit, steps }: TuningOptions,
): void {
  const { samples, trajectories } = portion;
  const row = (index: number) => out.subarray(index * samples, (index + 1) * samples);
  const curves = perPairing * (1 + rotations.length);
  const { headings: heading, speeds: speed } = movementOf(portion);
  const pairing = Array.from({ length: perPairing }, (_, i) => row(i));
  for (let sample = 0; sample < samples; sample++) {
    const sector = headingBin(heading[sample]!, headingBins);
    const weight = all / (headingBins * headingVisits[sector]!);
    const angle = sectorMiddle(sector, headingBins);
    pairing[0]![sample] = weight * Math.cos(angle);
    pairing[1]![sample] = weight * Math.sin(angle);
    pairing[2]![sample] = weight;
    pairing[3]![sample] = speed[sample]! - speedMean;
    row(curves + sector)[sample] = 1;
    const bin = speedBin(speed[sample]!, speedLimit, speedBins);
    if (bin < speedBins) row(curves + headingBins + bin)[sample] = 1;
  }
  rotations.forEach((rotation, shuffle) => {
    pairing.forEach((source, i) => {
      rotate(source, row(perPairing * (1 + shuffle) + i), trajectories, steps, rotation);
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

function addMoments(
  rates: Float32Array,
  { sum, square, smallest }: { sum: Float64Array; square: Float64Array; smallest: Float64Array },
): void {
  const units = sum.length;
  for (let start = 0; start < rates.length; start += units) {
    for (let unit = 0; unit < units; unit++) {
      const rate = rates[start + unit]!;
      sum[unit]! += rate;
      square[unit]! += rate * rate;
      if (rate < smallest[unit]!) smallest[unit] = rate;
    }
  }
}
