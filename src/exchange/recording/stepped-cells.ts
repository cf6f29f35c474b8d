/** What cells did in each step: spikes counted, sampled rates averaged. */
import type { SampledRates, SpikeTrains } from "./session.ts";
import { stepOf, type TimeSteps } from "./time-steps.ts";

export interface SteppedCells {
  /** Hz of spikes, else in the unit of the file. */
  readonly activity: Float32Array; // [steps, units]
  /** Of all units; undefined where there are no spikes. */
  readonly spikes: SpikeCounts | undefined;
}

export interface SpikeCounts {
  readonly all: number;
  /** Before the first or after the last step: in no step. */
  readonly outside: number;
  /** Names of the units that have such. */
  readonly unitsOutside: readonly string[];
  /** In steps of which the position is not known. */
  readonly atUnknown: number;
  /** Names of the units without a spike in any step. */
  readonly silent: readonly string[];
}

/** @param position [steps, 2], NaN where not known */
export function spikesInSteps(
  { names, times }: SpikeTrains,
  steps: TimeSteps,
  position: Float64Array,
): SteppedCells {
  const units = names.length;
  const activity = new Float32Array(steps.steps * units);
  let [all, outside, atUnknown] = [0, 0, 0];
  const [unitsOutside, silent]: [string[], string[]] = [[], []];
  times.forEach((train, unit) => {
    const before = outside;
    for (const time of train) {
      const step = stepOf(steps, time);
      if (!(step >= 0 && step < steps.steps)) outside++;
      else {
        activity[step * units + unit]!++;
        if (Number.isNaN(position[2 * step]!)) atUnknown++;
      }
    }
    all += train.length;
    if (outside > before) unitsOutside.push(names[unit]!);
    if (outside - before === train.length) silent.push(names[unit]!);
  });
  return {
    activity: activity.map((count) => count / steps.dt),
    spikes: { all, outside, unitsOutside, atUnknown, silent },
  };
}

/** The mean of the samples in a step; of a step without one, what lies between those beside it; 0 where the position is not known. */
export function ratesInSteps(
  { names, values }: SampledRates,
  times: Float64Array,
  steps: TimeSteps,
  position: Float64Array,
): SteppedCells {
  const units = names.length;
  const activity = new Float32Array(steps.steps * units);
  const isKnown = (sample: number) =>
    !values.subarray(sample * units, (sample + 1) * units).some(Number.isNaN);
  const known = Array.from(times.keys()).filter(isKnown);
  let next = 0;
  for (let step = 0; step < steps.steps; step++) {
    const first = next;
    while (next < known.length && stepOf(steps, times[known[next]!]!) <= step) next++;
    if (Number.isNaN(position[2 * step]!)) continue;
    const inside = known.slice(first, next);
    for (let unit = 0; unit < units; unit++) {
      const at = (sample: number) => values[sample * units + unit]!;
      activity[step * units + unit] =
        inside.length > 0
          ? inside.reduce((sum, sample) => sum + at(sample), 0) / inside.length
          : between(times, at, steps.start + step * steps.dt, known[next - 1], known[next]);
    }
  }
  return { activity, spikes: undefined };
}

function between(
  times: Float64Array,
  at: (sample: number) => number,
  time: number,
  before: number | undefined,
  after: number | undefined,
): number {
  if (before === undefined || after === undefined) return at((before ?? after)!);
  const share = (time - times[before]!) / (times[after]! - times[before]!);
  return at(before) + share * (at(after) - at(before));
}
