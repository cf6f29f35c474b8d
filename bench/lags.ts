/** The analyses of lags on both cores, scores included; the activities are given. */
import type { LagOptions } from "../src/analyse/lags/lag-sweep.ts";
import { nullOfLags } from "../src/analyse/lags/null-lags.ts";
import { sweepLags } from "../src/analyse/lags/sweep-lags.ts";
import { defaultScorer, findScorer } from "../src/analyse/scorer.ts";
import type { Engine } from "../src/engine/engine.ts";
import { batchSize, lagBatches, steps } from "./lag-source.ts";
import { type Benchmark, fastestOf } from "./measure.ts";

/** As many batches as published analyses look at. */
const batches = 25;

/** @param mostLag time steps to either side @param scorer its name */
export const lagOptions = (mostLag: number, scorer: string, looked = batches): LagOptions => ({
  ...{ seed: 0, trajectories: looked * batchSize, steps, bins: 20, axis: "time", samples: "each" },
  lags: Array.from({ length: 2 * mostLag + 1 }, (_, i) => i - mostLag),
  scorer: findScorer(scorer),
});

/** Sums, maps, both scores and what the place explains, of all units at all lags. */
export async function sweepOnce(engine: Engine, units: number, options: LagOptions): Promise<number> {
  return await engine.memory.longScope(async () => {
    const sweep = await sweepLags(
      engine,
      lagBatches(engine, units, options.trajectories / batchSize).source,
      options,
    );
    return sweep.hexagonal.find((score) => !Number.isNaN(score))!;
  });
}

const sweepUnits = 4096;
const sweepLag = 18;

const sweepBenchmark: Benchmark = {
  lines: [{ name: `lag sweep, ${sweepUnits} units x ${2 * sweepLag + 1} lags`, unit: "maps/s" }],
  lengthy: true,
  operations: 8e10,
  measure: async ({ two, pace }) => {
    const options = lagOptions(sweepLag, defaultScorer);
    const seconds = await fastestOf(pace, () => sweepOnce(two, sweepUnits, options));
    return [{ value: (sweepUnits * options.lags.length) / seconds, ceiling: null }];
  },
};

const shuffledUnits = 256;
const shuffledLag = 12;
/** Enough that what is done once is little beside them. */
const shuffles = 8;

const shuffleBenchmark: Benchmark = {
  lines: [{ name: `lag shuffles, ${shuffledUnits} units x ${2 * shuffledLag + 1} lags`, unit: "maps/s" }],
  operations: 1.5e10,
  measure: async ({ two, pace }) => {
    const options = lagOptions(shuffledLag, defaultScorer);
    const shuffled = async () => {
      const found = await nullOfLags(two, lagBatches(two, shuffledUnits, batches).source, options, {
        ...{ kind: "circular", shuffles, shuffleSeed: 0, alpha: 0.05 },
        estimators: ["gridness", "explained-variance"],
      });
      return found.of.gridness!.bestThreshold[0]!;
    };
    const seconds = await fastestOf(pace, () => two.memory.longScope(shuffled));
    return [{ value: (shuffles * shuffledUnits * options.lags.length) / seconds, ceiling: null }];
  },
};

export const lagBenchmarks: readonly Benchmark[] = [sweepBenchmark, shuffleBenchmark];
