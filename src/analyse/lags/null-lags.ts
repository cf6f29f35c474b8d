/** Nulls of the lag sweep: activity and places parted many times, and the sweep repeated each time. */
import type { Engine } from "../../engine/engine.ts";
import { requireMemory } from "../../memory-need.ts";
import type { ActivitySource, Portion } from "../../tasks/activity-source.ts";
import { UserError } from "../../user-error.ts";
import { scoreMaps } from "../grid-score.ts";
import { KeptActivity, KeptPairs } from "./kept-samples.ts";
import type { LagNull, LagNullOptions, NullOfEstimator } from "./lag-null.ts";
import {
  type LagEstimator,
  type LagOptions,
  type LagPace,
  type LagSweep,
  lagCm,
  meanStepOf,
  withoutPause,
} from "./lag-sweep.ts";
import { nullNeeds, unitsAtOnce } from "./null-needs.ts";
import { NullValues } from "./null-values.ts";
import { checkParted, type KnownMoments, partActivity } from "./parted.ts";
import { PartedMaps } from "./parted-maps.ts";

/**
 * The values of all units at all lags in each shuffle, by each estimator. Units whose activities and values fit into 256 MiB are taken
 * together. The same bits for any number of workers.
 * @param body gets the sweep of each shuffle, one after the other, when all are done: in single precision, without square scores, NaN
 *   where an estimator was not asked for. All values are kept until then.
 * @throws UserError when there is too little to shuffle, or the memory lacks
 */
export async function nullOfLags(
  engine: Engine,
  source: ActivitySource,
  options: LagOptions,
  wanted: LagNullOptions,
  pace: LagPace = withoutPause,
  body?: (sweep: LagSweep) => void,
): Promise<LagNull> {
  const { shuffles, estimators, alpha } = wanted;
  checkOptions(wanted);
  const units = options.only ?? Array.from({ length: source.units }, (_, unit) => unit);
  const bestOf = wanted.bestOf ?? options.lags.map((_, i) => i);
  const needsAt = (count: number) =>
    nullNeeds(options, { ...wanted, shuffles: count }, units.length, body !== undefined);
  requireMemory({
    what: `${shuffles} shuffles of ${units.length} units at ${options.lags.length} lags`,
    needs: needsAt(shuffles),
    memory: engine.memory,
    growing: { name: "--shuffles", value: shuffles, least: 1, needsAt },
  });
  const atOnce = unitsAtOnce(options, wanted, units.length);
  const room = (count: number) =>
    valuesBy(estimators, () => new NullValues(shuffles, options.lags.length, count));
  const all = body && room(units.length);
  const of = valuesBy(estimators, () => emptyNull(shuffles, options.lags.length, units.length));
  const kept = new KeptPairs(engine, source, options);
  const step = meanStepOf(source, options);
  let known: KnownMoments | undefined;
  try {
    for (let first = 0; first < units.length; first += atOnce) {
      const some = units.slice(first, first + atOnce);
      const activity = new KeptActivity(engine, kept.moments, options.steps, some);
      try {
        await keep(source, options, pace, (portion) => {
          if (known === undefined) {
            kept.add(portion);
            step.add(portion.position.view, portion.trajectories);
          }
          activity.add(engine, portion, portion.first - (options.from ?? 0), source.units);
        });
        known ??= kept.finish();
        checkParted(wanted.kind, known);
        const say = (share: number) =>
          pace.progress?.(`shuffling ${shuffles} times`, (first + share * some.length) / units.length);
        const values = all ?? room(some.length);
        const at = all ? first : 0;
        await shuffleAll(
          engine,
          source,
          options,
          wanted,
          { kept, known, activity, values, first: at },
          pace,
          say,
        );
        for (const estimator of estimators) {
          const where = { from: at, count: some.length, to: first };
          values[estimator]!.summarize(of[estimator]!, where, bestOf, alpha);
          await pace.breathe();
        }
      } finally {
        activity.free();
      }
    }
    if (all) giveSweeps(options, units, all, kept.pairs(), step.cm(), shuffles, body!);
  } finally {
    kept.free();
  }
  return { ...wanted, units: units.length, bestOf, of };
}

function giveSweeps(
  { axis, samples, lags }: LagOptions,
  units: readonly number[],
  values: By<NullValues>,
  pairs: Float64Array,
  cmPerStep: number,
  shuffles: number,
  body: (sweep: LagSweep) => void,
): void {
  const nothing = new Float64Array(lags.length * units.length).fill(Number.NaN);
  for (let shuffle = 0; shuffle < shuffles; shuffle++) {
    body({
      ...{ units: units.length, unitNumbers: units, axis, samples, pairs, cmPerStep },
      lags: Float64Array.from(lags),
      lagCm: lagCm(axis, lags, cmPerStep),
      hexagonal: values.gridness?.of(shuffle) ?? nothing,
      square: nothing,
      explainedVariance: values["explained-variance"]?.of(shuffle) ?? nothing,
      spatialInformation: values["spatial-information"]?.of(shuffle) ?? nothing,
    });
  }
}

type By<T> = Partial<Record<LagEstimator, T>>;

const valuesBy = <T>(estimators: readonly LagEstimator[], make: () => T): By<T> =>
  Object.fromEntries(estimators.map((estimator) => [estimator, make()]));

function checkOptions({ shuffles, alpha }: LagNullOptions): void {
  if (!(Number.isSafeInteger(shuffles) && shuffles > 0)) {
    throw new UserError(`${shuffles} shuffles are no null`, "use a whole number such as 1000", 2);
  }
  if (!(alpha > 0 && alpha < 1)) {
    throw new UserError(`alpha ${alpha} is no share`, "use a number between 0 and 1, such as 0.05", 2);
  }
}

function emptyNull(shuffles: number, lags: number, units: number): NullOfEstimator {
  const numbers = () => new Float64Array(lags * units);
  return {
    ...{ mean: numbers(), deviation: numbers(), threshold: numbers(), level: numbers() },
    ...{ bestThreshold: new Float64Array(units), bestLevel: new Float64Array(units) },
    best: new Float32Array(shuffles * units),
  };
}

async function keep(
  source: ActivitySource,
  options: LagOptions,
  pace: LagPace,
  add: (portion: Portion) => void,
): Promise<void> {
  const request = { ...options, measuring: false, perSample: 2 * options.lags.length + 4 };
  for (const range of source.portions(request)) {
    source.read(request, range, add);
    await pace.breathe();
  }
}

interface Kept {
  readonly kept: KeptPairs;
  readonly known: KnownMoments;
  readonly activity: KeptActivity;
  readonly values: By<NullValues>;
  /** Where the first of the units stands in `values`. */
  readonly first: number;
}

async function shuffleAll(
  engine: Engine,
  source: ActivitySource,
  options: LagOptions,
  { kind, shuffles, shuffleSeed }: LagNullOptions,
  { kept, known, activity, values, first }: Kept,
  pace: LagPace,
  say: (share: number) => void,
): Promise<void> {
  const { lags, bins, scorer } = options;
  const shape = { units: lags.length * activity.units, bins };
  const parted = new PartedMaps(engine, options, kept, activity);
  const order = new Int32Array(kept.moments);
  try {
    for (let shuffle = 0; shuffle < shuffles; shuffle++) {
      partActivity(engine, kind, known, shuffleSeed, shuffle, order);
      parted.make(order, values["spatial-information"] !== undefined);
      values["explained-variance"]?.set(shuffle, parted.explained.view, first);
      values["spatial-information"]?.set(shuffle, parted.information.view, first);
      values.gridness?.set(shuffle, scoreMaps(engine, parted.ruled(source), shape, scorer).grid60, first);
      say((shuffle + 1) / shuffles);
      await pace.breathe();
    }
  } finally {
    parted.free();
  }
}
