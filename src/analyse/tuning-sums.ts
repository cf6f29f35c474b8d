/** Sums over samples from which tuning to heading and speed follows, of the rates as they are and of shuffled pairs. */
import type { Engine } from "../engine/engine.ts";
import { oneArray, requireMemory } from "../memory-need.ts";
import { type ActivitySource, inPaths } from "../tasks/activity-source.ts";
import { type Behaviour, movementOf, observeBehaviour } from "./behaviour.ts";
import { addExchanged, checkPortions, fewestTogether } from "./tuning-exchange.ts";
import { noMoments, perPairing, placeRowCount, rowCount, type TuningOptions } from "./tuning-rows.ts";
import { addShifted, samplesAtOnce } from "./tuning-shifts.ts";

/** With what a shuffle pairs the rates of a trajectory: the course of another one, or its own, shifted in a circle. */
export type ShufflingBy = "exchange" | "shift";

export interface TuningSums extends Behaviour {
  readonly units: number;
  readonly shufflingBy: ShufflingBy;
  /** [1 + shuffles, 4, units]: rates times each of `rowsOfPairing`, every sample divided by the visits of its sector. */
  readonly pairings: Float64Array;
  /** [1 + shuffles, units]: rates times the speed above the mean at the place. */
  readonly atPlace: Float64Array;
  /** [headingBins, units] and [speedBins, units]: sums of the rates. */
  readonly headingSums: Float64Array;
  readonly speedSums: Float64Array;
  /** [units]: sums of rates and of their squares, and the smallest. */
  readonly rateSums: Float64Array;
  readonly squareSums: Float64Array;
  readonly smallest: Float64Array;
}

/**
 * Passes over the same trajectories: for the behaviour, and with the activity. Samples of which position, heading or velocity is not known
 * count nowhere.
 * @throws UserError when there is too little to shuffle, or trajectories are too long to have enough of them in the memory
 */
export function tuningSums(engine: Engine, source: ActivitySource, wanted: TuningOptions): TuningSums {
  const options = { ...wanted, perSample: rowCount(wanted), measuring: false };
  const shufflingBy = shufflingOf(source, wanted);
  requireSums(engine, source.units, options, shufflingBy);
  if (shufflingBy === "exchange") checkPortions(source, options);
  const behaviour = observeBehaviour(source, options);
  const { units } = source;
  const sums = new Float64Array((rowCount(options) + placeRowCount(options)) * units);
  const moments = noMoments(units);
  const add = shufflingBy === "exchange" ? addExchanged : addShifted;
  add(engine, source, options, behaviour, { sums, moments });
  const curves = perPairing * (1 + options.shuffles) * units;
  const afterHeadings = curves + options.headingBins * units;
  return {
    ...behaviour,
    ...{ units, shufflingBy },
    pairings: sums.subarray(0, curves),
    headingSums: sums.subarray(curves, afterHeadings),
    speedSums: sums.subarray(afterHeadings, rowCount(options) * units),
    atPlace: sums.subarray(rowCount(options) * units),
    rateSums: moments.sum,
    squareSums: moments.square,
    smallest: moments.smallest,
  };
}

/** Of a recording with few trials, or with gaps, the course of a trial is shifted within it: there is no other to give it. */
function shufflingOf(source: ActivitySource, options: TuningOptions): ShufflingBy {
  if (source.usual.trajectories === undefined) return "exchange";
  if (options.trajectories < fewestTogether) return "shift";
  let gaps = false;
  inPaths(source, options, (portion) => {
    const { isKnown } = movementOf(portion);
    for (let sample = 0; !gaps && sample < portion.samples; sample++) gaps = !isKnown(sample);
  });
  return gaps ? "shift" : "exchange";
}

/** Sums of all pairings; what is said of a shuffle is made of them. */
function requireSums(
  { memory }: Engine,
  units: number,
  options: TuningOptions,
  shufflingBy: ShufflingBy,
): void {
  const settings = ["--shuffles", "--heading-bins", "--speed-bins"];
  const together = shufflingBy === "shift" ? Math.min(samplesAtOnce, options.steps) : options.steps;
  const needsAt = (shuffles: number) => {
    const rows = rowCount({ ...options, shuffles }) + placeRowCount({ ...options, shuffles });
    return [
      oneArray("sums of all pairings", rows * units * 8, settings),
      { label: "sums of a portion", bytes: rows * (units + together) * 4, settings },
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
