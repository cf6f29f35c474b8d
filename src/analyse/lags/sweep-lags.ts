/** Maps, scores and what the place explains, of all units at all lags: one pass over the source. */
import { counted } from "../../counted.ts";
import type { Engine } from "../../engine/engine.ts";
import { requireMemory } from "../../memory-need.ts";
import type { ActivitySource, Portion } from "../../tasks/activity-source.ts";
import { UserError } from "../../user-error.ts";
import { scoreMaps } from "../grid-score.ts";
import { withColumns } from "./columns.ts";
import { LagSums, lagSumNeeds } from "./lag-sums.ts";
import {
  type LagOptions,
  type LagPace,
  type LagSweep,
  lagCm,
  meanStepOf,
  withoutPause,
} from "./lag-sweep.ts";
import { ruledLagMaps } from "./ruled-lag-maps.ts";

/** Sums of one run of units; more units are taken in several passes over the source. */
const usualRunBytes = 2 ** 29;
const scoredAtOnce = 256;

/**
 * One pass over the source for as many units as fit into 512 MiB of sums, then maps, scores and what the place explains, lag by lag.
 * @throws UserError when no lag has a pair, `equal` samples are none, or the memory lacks
 */
export async function sweepLags(
  engine: Engine,
  source: ActivitySource,
  options: LagOptions,
  pace: LagPace = withoutPause,
): Promise<LagSweep> {
  const wanted = options.only ?? Array.from({ length: source.units }, (_, unit) => unit);
  const bytesPerUnit = options.lags.length * options.bins ** 2 * 8;
  const atOnce = Math.max(
    1,
    Math.min(wanted.length, Math.floor((options.runBytes ?? usualRunBytes) / bytesPerUnit)),
  );
  const answer = emptySweep(wanted, options);
  for (let first = 0; first < wanted.length; first += atOnce) {
    const units = wanted.slice(first, first + atOnce);
    const part = { first, units, passes: Math.ceil(wanted.length / atOnce), pass: first / atOnce };
    await sweepUnits(engine, source, options, pace, answer, part);
  }
  return { ...answer, lagCm: lagCm(options.axis, options.lags, answer.cmPerStep) };
}

type Answer = { -readonly [Name in keyof LagSweep]: LagSweep[Name] };

function emptySweep(units: readonly number[], { lags, bins, axis, samples, keepMaps }: LagOptions): Answer {
  const numbers = () => new Float64Array(lags.length * units.length).fill(Number.NaN);
  return {
    ...{ units: units.length, unitNumbers: units, axis, samples },
    ...{ lags: Float64Array.from(lags), lagCm: new Float64Array(), pairs: new Float64Array() },
    cmPerStep: Number.NaN,
    ...{ hexagonal: numbers(), square: numbers() },
    ...{ explainedVariance: numbers(), spatialInformation: numbers() },
    maps: keepMaps ? new Float64Array(lags.length * units.length * bins * bins) : undefined,
  };
}

interface Part {
  /** Where its units stand among all that are wanted. */
  readonly first: number;
  readonly units: readonly number[];
  readonly pass: number;
  readonly passes: number;
}

async function sweepUnits(
  engine: Engine,
  source: ActivitySource,
  options: LagOptions,
  pace: LagPace,
  answer: Answer,
  { first, units, pass, passes }: Part,
): Promise<void> {
  const { lags, bins, scorer } = options;
  const needsAt = (side: number) => lagSumNeeds(units.length, side, lags.length);
  requireMemory({
    what: `looking at ${units.length} units at ${lags.length} lags`,
    needs: needsAt(bins),
    memory: engine.memory,
    growing: { name: "--bins", value: bins, least: 3, needsAt },
  });
  const say = (what: string, share: number) => pace.progress?.(what, (pass + share) / passes);
  const sums = new LagSums(engine, {
    ...options,
    units: units.length,
    unitNumbers: units,
    arena: source.arena,
  });
  try {
    answer.cmPerStep = await addPortions(engine, source, options, units, sums, pace, say);
    answer.pairs = sums.pairs();
    checkPairs(answer.pairs, options);
    for (let lag = 0; lag < lags.length; lag++) {
      const { explainedVariance, spatialInformation, ...plain } = sums.mapsAt(lag);
      const maps = ruledLagMaps(plain.maps, plain.visits, bins, source);
      const at = lag * answer.units + first;
      answer.explainedVariance.set(explainedVariance, at);
      answer.spatialInformation.set(spatialInformation, at);
      answer.maps?.set(maps, at * bins * bins);
      if (answer.pairs[lag] === 0) continue;
      for (let unit = 0; unit < units.length; unit += scoredAtOnce) {
        const count = Math.min(scoredAtOnce, units.length - unit);
        const some = maps.subarray(unit * bins * bins, (unit + count) * bins * bins);
        const { grid60, grid90 } = scoreMaps(engine, some, { units: count, bins }, scorer);
        answer.hexagonal.set(grid60, at + unit);
        answer.square.set(grid90, at + unit);
        await pace.breathe();
      }
      say("scoring", (lag + 1) / lags.length);
    }
  } finally {
    sums.free();
  }
}

/** @returns the mean step, cm */
async function addPortions(
  engine: Engine,
  source: ActivitySource,
  options: LagOptions,
  units: readonly number[],
  sums: LagSums,
  pace: LagPace,
  say: (what: string, share: number) => void,
): Promise<number> {
  // Pairs and their order are kept beside the activity.
  const request = { ...options, measuring: false, perSample: 2 * options.lags.length + 4 };
  const step = meanStepOf(source, options);
  let seen = 0;
  for (const range of source.portions(request)) {
    source.read(request, range, (portion: Portion) => {
      step.add(portion.position.view, portion.trajectories);
      withColumns(engine, portion, source.units, units, (activities) => sums.add(portion, activities));
    });
    seen += range.trajectories;
    say(
      `running along ${counted(options.trajectories, "trajectory", "trajectories")}`,
      seen / options.trajectories,
    );
    await pace.breathe();
  }
  return step.cm();
}

/** @throws UserError when there is nothing to judge by */
function checkPairs(pairs: Float64Array, { samples, steps, axis, lags }: LagOptions): void {
  if (pairs.some((count) => count > 0)) return;
  const most = Math.max(...lags.map(Math.abs));
  const longest = axis === "time" ? `${most} steps` : `${100 * most} cm`;
  throw samples === "equal"
    ? new UserError(
        `no moment of trajectories of ${steps} steps has a place at all lags up to ${longest}`,
        "use more --steps, shorter lags, or samples of each lag by itself",
        2,
      )
    : new UserError(`no lag leaves a pair in trajectories of ${steps} steps`, "use more --steps", 2);
}
