/** What a network's decoding loses when units fall silent, beside other units in their place. On the same paths throughout. */
import { bootstrapMeans, type MeanInterval } from "../analyse/bootstrap.ts";
import { ErrorCollector, type TrajectoryErrors } from "../analyse/trajectory-errors.ts";
import type { Engine } from "../engine/engine.ts";
import type { ActivityRequest } from "../tasks/activity-source.ts";
import type { Pace } from "./analysis.ts";
import type { SilenceableNetwork } from "./silenceable-network.ts";

/** Units to be silenced together. */
export interface PlannedLesion {
  /** "predictive", "top 8" … */
  readonly name: string;
  readonly units: readonly number[];
  /** Sets of other units, by what they have in common with these. */
  readonly controls: readonly { readonly name: string; readonly sets: readonly (readonly number[])[] }[];
}

/** Errors with some units silenced: for each horizon. */
export interface Lesioned {
  readonly units: readonly number[];
  /** cm, over all trajectories. */
  readonly error: readonly MeanInterval[];
  /** More than without a lesion, cm; the interval is of the difference on the same paths. */
  readonly loss: readonly MeanInterval[];
}

/** Many sets of units as one control. */
export interface Control {
  readonly name: string;
  readonly trials: readonly Lesioned[];
  /** Mean of the trials' mean errors, cm, for each horizon; NaN without trials. */
  readonly meanCm: readonly number[];
  /** What the lesion loses more than the mean of the trials, on the same paths, for each horizon. */
  readonly difference: readonly MeanInterval[];
  /** Share of the trials, the lesion itself included, in which the error is at least as large, for each horizon. */
  readonly p: readonly number[];
}

export interface MeasuredLesion extends Lesioned {
  readonly name: string;
  readonly controls: readonly Control[];
}

export interface Ablation {
  /** Errors are means over so many first steps. */
  readonly horizons: readonly number[];
  readonly trajectories: number;
  /** Nothing silenced: cm for each horizon. */
  readonly baseline: readonly MeanInterval[];
  readonly lesions: readonly MeasuredLesion[];
}

export interface AblationOptions {
  /** Its steps are the longest of the horizons. */
  readonly request: ActivityRequest;
  readonly horizons: readonly number[];
  readonly resamples?: number | undefined;
}

/**
 * Every lesion and control runs along the same trajectories, which are made of the same random numbers each time.
 * @throws UserError when the network does not tell places
 */
export async function ablation(
  engine: Engine,
  network: SilenceableNetwork,
  lesions: readonly PlannedLesion[],
  { request, horizons, resamples }: AblationOptions,
  pace: Pace,
): Promise<Ablation> {
  const runs = lesions.reduce(
    (sum, { controls }) => sum + 1 + controls.reduce((count, { sets }) => count + sets.length, 0),
    1,
  );
  let done = 0;
  const errorsWithout = async (units: readonly number[]): Promise<TrajectoryErrors> => {
    const collector = new ErrorCollector(engine, network.read, request, horizons);
    network.silence(units);
    for (const range of network.read.portions(request)) {
      collector.look(range);
      const seen = (range.first + range.trajectories - (request.from ?? 0)) / request.trajectories;
      pace.progress?.(`lesion ${done + 1} of ${runs},`, (done + seen) / runs);
      await pace.breathe();
    }
    done++;
    return collector.errors;
  };
  const intervals = (errors: TrajectoryErrors) =>
    bootstrapMeans(engine, errors, { seed: request.seed, resamples });
  try {
    const whole = await errorsWithout([]);
    const lesioned = (units: readonly number[], errors: TrajectoryErrors): Lesioned => ({
      ...{ units, error: intervals(errors) },
      loss: intervals(less(errors, whole)),
    });
    const ablated: MeasuredLesion[] = [];
    for (const { name, units, controls } of lesions) {
      const errors = await errorsWithout(units);
      const own = lesioned(units, errors);
      const compared: Control[] = [];
      for (const control of controls) {
        const trials: Lesioned[] = [];
        const sums = horizons.map(() => new Float64Array(request.trajectories));
        for (const set of control.sets) {
          const others = await errorsWithout(set);
          trials.push(lesioned(set, others));
          others.forEach((values, i) => {
            values.forEach((value, k) => {
              sums[i]![k]! += value / control.sets.length;
            });
          });
        }
        compared.push({
          ...{ name: control.name, trials },
          meanCm: horizons.map((_, i) => mean(trials.map(({ error }) => error[i]!.mean))),
          difference: trials.length === 0 ? [] : intervals(less(errors, sums)),
          p: horizons.map((_, i) => {
            const worse = trials.filter(({ error }) => error[i]!.mean >= own.error[i]!.mean).length;
            return (1 + worse) / (1 + trials.length);
          }),
        });
      }
      ablated.push({ name, ...own, controls: compared });
    }
    return {
      ...{ horizons, trajectories: request.trajectories, baseline: intervals(whole) },
      lesions: ablated,
    };
  } finally {
    network.silence([]);
    pace.ended?.();
  }
}

const less = (a: TrajectoryErrors, b: TrajectoryErrors): Float64Array[] =>
  a.map((values, i) => values.map((value, k) => value - b[i]![k]!));

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
