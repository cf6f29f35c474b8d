/** Nulls of the lag sweep: activity and places parted many times, and the sweep repeated each time. */
import type { Engine } from "../../engine/engine.ts";
import { type MemoryNeed, oneArray, onHeap, requireMemory } from "../../memory-need.ts";
import type { ActivitySource, Portion } from "../../tasks/activity-source.ts";
import { UserError } from "../../user-error.ts";
import { scoreMaps } from "../grid-score.ts";
import { KeptActivity, KeptPairs, together } from "./kept-samples.ts";
import type { LagNull, LagNullOptions, NullOfEstimator } from "./lag-null.ts";
import { type LagEstimator, type LagOptions, type LagPace, withoutPause } from "./lag-sweep.ts";
import { NullValues } from "./null-values.ts";
import { checkParted, type KnownMoments, partActivity } from "./parted.ts";
import { PartedMaps } from "./parted-maps.ts";

/** What one run of units may take; more units are taken one run after the other, each with a pass over the source. */
const runBytes = 2 ** 28;

/**
 * The values of all units at all lags in each shuffle, by each estimator. Units whose activities and values fit into 256 MiB are taken
 * together. The same bits for any number of workers.
 * @param each gets all values of each shuffle, one run of units after the other
 * @throws UserError when there is too little to shuffle, or the memory lacks
 */
export async function nullOfLags(
  engine: Engine,
  source: ActivitySource,
  options: LagOptions,
  wanted: LagNullOptions,
  pace: LagPace = withoutPause,
  each?: (part: ShuffledPart) => void,
): Promise<LagNull> {
  const { shuffles, estimators, alpha } = wanted;
  checkOptions(wanted);
  const units = options.only ?? Array.from({ length: source.units }, (_, unit) => unit);
  const bestOf = wanted.bestOf ?? options.lags.map((_, i) => i);
  requireMemory({
    what: `${shuffles} shuffles of ${units.length} units at ${options.lags.length} lags`,
    needs: needs(options, wanted, units.length),
    memory: engine.memory,
    growing: {
      ...{ name: "--shuffles", value: shuffles, least: 1 },
      needsAt: (count) => needs(options, { ...wanted, shuffles: count }, units.length),
    },
  });
  const empty = () => emptyNull(shuffles, options.lags.length, units.length);
  const of = Object.fromEntries(estimators.map((estimator) => [estimator, empty()]));
  const atOnce = unitsAtOnce(options, wanted, units.length);
  const kept = new KeptPairs(engine, source, options);
  let known: KnownMoments | undefined;
  try {
    for (let first = 0; first < units.length; first += atOnce) {
      const some = units.slice(first, first + atOnce);
      const activity = new KeptActivity(engine, kept.moments, options.steps, some);
      try {
        const collect = known === undefined ? kept : undefined;
        await keep(engine, source, options, collect, activity, pace);
        known ??= kept.finish();
        checkParted(wanted.kind, known);
        const say = (share: number) =>
          pace.progress?.(`shuffling ${shuffles} times`, (first + share * some.length) / units.length);
        const body = each && ((part: Omit<ShuffledPart, "first">) => each({ ...part, first }));
        const values = await shuffleAll(engine, options, wanted, { kept, known, activity, body }, pace, say);
        for (const estimator of estimators) {
          values[estimator]!.summarize(of[estimator]!, first, units.length, bestOf, alpha);
          await pace.breathe();
        }
      } finally {
        activity.free();
      }
    }
  } finally {
    kept.free();
  }
  return { ...wanted, units: units.length, bestOf, of };
}

function checkOptions({ shuffles, alpha }: LagNullOptions): void {
  if (!(Number.isSafeInteger(shuffles) && shuffles > 0)) {
    throw new UserError(`${shuffles} shuffles are no null`, "use a whole number such as 1000", 2);
  }
  if (!(alpha > 0 && alpha < 1)) {
    throw new UserError(`alpha ${alpha} is no share`, "use a number between 0 and 1, such as 0.05", 2);
  }
}

const bytesPerUnit = ({ trajectories, steps, lags, bins }: LagOptions, wanted: LagNullOptions): number =>
  4 * trajectories * steps + 8 * lags.length * (bins ** 2 + 4) + valuesPerUnit(lags.length, wanted);

const valuesPerUnit = (lags: number, { shuffles, estimators }: LagNullOptions): number =>
  4 * shuffles * lags * estimators.length;

function unitsAtOnce(options: LagOptions, wanted: LagNullOptions, units: number): number {
  const fitting = Math.floor(runBytes / bytesPerUnit(options, wanted) / together) * together;
  return Math.min(units, Math.max(together, fitting));
}

function needs(options: LagOptions, wanted: LagNullOptions, units: number): MemoryNeed[] {
  const { lags, trajectories, steps, bins } = options;
  const { shuffles, estimators } = wanted;
  const run = unitsAtOnce(options, wanted, units);
  const values = run * valuesPerUnit(lags.length, wanted);
  const settings = ["--shuffles", "--max-lag"];
  return [
    {
      label: "activities and maps of a shuffle",
      bytes: run * bytesPerUnit(options, wanted) - values,
      settings: ["--trajectories", "--steps"],
    },
    {
      label: "pairs at each lag",
      bytes: 4 * (lags.length + 1) * trajectories * steps + 8 * lags.length * bins ** 2,
      settings: ["--trajectories", "--steps", "--max-lag"],
    },
    onHeap("values of the shuffles", values, settings),
    oneArray("best values of the shuffles", 4 * shuffles * units * estimators.length, settings),
  ];
}

function emptyNull(shuffles: number, lags: number, units: number): NullOfEstimator {
  const numbers = () => new Float64Array(lags * units);
  return {
    ...{ mean: numbers(), deviation: numbers(), threshold: numbers() },
    ...{ bestThreshold: new Float64Array(units), best: new Float32Array(shuffles * units) },
  };
}

async function keep(
  engine: Engine,
  source: ActivitySource,
  options: LagOptions,
  pairs: KeptPairs | undefined,
  activity: KeptActivity,
  pace: LagPace,
): Promise<void> {
  const request = { ...options, measuring: false, perSample: 2 * options.lags.length + 4 };
  for (const range of source.portions(request)) {
    source.read(request, range, (portion: Portion) => {
      pairs?.add(portion);
      const values = engine.memory.floats(portion.activities, portion.samples * source.units);
      activity.add(portion, range.first - (options.from ?? 0), values, source.units);
    });
    await pace.breathe();
  }
}

/** One shuffle of one run of units. Estimators that are not wanted have NaN. */
export interface ShuffledPart {
  readonly shuffle: number;
  /** Where its units stand among all that are wanted. */
  readonly first: number;
  readonly units: number;
  readonly hexagonal: Float64Array; // [L, units]
  readonly explainedVariance: Float64Array; // [L, units]
  readonly spatialInformation: Float64Array; // [L, units]
}

interface Kept {
  readonly kept: KeptPairs;
  readonly known: KnownMoments;
  readonly activity: KeptActivity;
  readonly body: ((part: Omit<ShuffledPart, "first">) => void) | undefined;
}

type ValuesBy = Partial<Record<LagEstimator, NullValues>>;

async function shuffleAll(
  engine: Engine,
  options: LagOptions,
  { kind, shuffles, shuffleSeed, estimators }: LagNullOptions,
  { kept, known, activity, body }: Kept,
  pace: LagPace,
  say: (share: number) => void,
): Promise<ValuesBy> {
  const { lags, bins, scorer } = options;
  const { units } = activity;
  const values: ValuesBy = Object.fromEntries(
    estimators.map((estimator) => [estimator, new NullValues(shuffles, lags.length, units)]),
  );
  const parted = new PartedMaps(engine, options, kept, activity);
  const withInformation = values["spatial-information"] !== undefined;
  const source = new Int32Array(kept.moments);
  const none = new Float64Array(lags.length * units).fill(Number.NaN);
  try {
    for (let shuffle = 0; shuffle < shuffles; shuffle++) {
      partActivity(engine, kind, known, shuffleSeed, shuffle, source);
      parted.make(source, withInformation);
      values["explained-variance"]?.set(shuffle, parted.explained.view);
      values["spatial-information"]?.set(shuffle, parted.information.view);
      const shape = { units: lags.length * units, bins };
      const hexagonal = values.gridness ? scoreMaps(engine, parted.maps.view, shape, scorer).grid60 : none;
      if (values.gridness) values.gridness.set(shuffle, hexagonal);
      body?.({
        ...{ shuffle, units, hexagonal },
        explainedVariance: values["explained-variance"] ? parted.explained.view : none,
        spatialInformation: withInformation ? parted.information.view : none,
      });
      say((shuffle + 1) / shuffles);
      await pace.breathe();
    }
  } finally {
    parted.free();
  }
  return values;
}
