import { openEngine } from "../src/engine/engine.ts";
import { UserError } from "../src/user-error.ts";
import { gridScoreBenchmarks } from "./grid-score.ts";
import { lagBenchmarks } from "./lags.ts";
import { lstmStepBenchmarks } from "./lstm-step.ts";
import { productBenchmarks } from "./matmul.ts";
import type { Bench, Benchmark, BenchPace, Measurement } from "./measure.ts";
import { nullBenchmarks } from "./null-scores.ts";
import { placeCodeBenchmarks } from "./place-code.ts";
import { rateMapBenchmarks } from "./rate-map.ts";
import { recordedTrajectoryBenchmark } from "./recorded-trajectories.ts";
import { startBenchmark } from "./start.ts";
import { trainingStepBenchmarks } from "./training-step.ts";
import { trajectoryBenchmark } from "./trajectories.ts";
import { updateBenchmarks } from "./updates.ts";

/** All but the training of `quick-preset.ts`, which takes minutes. */
export const benchmarks: readonly Benchmark[] = [
  ...productBenchmarks,
  trajectoryBenchmark,
  recordedTrajectoryBenchmark,
  ...placeCodeBenchmarks,
  ...gridScoreBenchmarks,
  ...nullBenchmarks,
  ...rateMapBenchmarks,
  ...lagBenchmarks,
  ...updateBenchmarks,
  ...trainingStepBenchmarks,
  ...lstmStepBenchmarks,
  startBenchmark,
];

/** Opens the engines, calls `use`, closes them. */
export async function withBench<T>(pace: BenchPace, use: (bench: Bench) => T | Promise<T>): Promise<T> {
  const one = await openEngine({ workers: 1, blas: "wasm" });
  const two = await openEngine({ workers: 2, blas: "wasm" });
  const nativeOne = await openEngine({ workers: 1, blas: "auto" });
  const nativeTwo = await openEngine({ workers: 2, blas: "auto" });
  try {
    const native = nativeOne.blas ? { one: nativeOne, two: nativeTwo } : undefined;
    return await use({ one, two, native, pace });
  } finally {
    for (const engine of [one, two, nativeOne, nativeTwo]) engine.close();
  }
}

/**
 * The benchmarks that have a line whose name matches.
 * @param pattern regular expression, upper and lower case alike
 * @throws UserError when it is not one, or matches no name
 */
export function selectBenchmarks(
  pattern: string,
  all: readonly Benchmark[] = benchmarks,
): readonly Benchmark[] {
  const wanted = expression(pattern);
  const selected = all.flatMap((benchmark) => {
    const { lines, measure } = benchmark;
    const kept = lines.map(({ name }) => wanted.test(name));
    if (!kept.includes(true)) return [];
    const keep = <T>(values: readonly T[]) => values.filter((_, i) => kept[i]);
    return [
      { ...benchmark, lines: keep(lines), measure: async (bench: Bench) => keep(await measure(bench)) },
    ];
  });
  if (selected.length > 0) return selected;
  const names = all.flatMap(({ lines }) => lines.map(({ name }) => `    ${name}`));
  throw new UserError(`no benchmark is called ${pattern}`, ["there are", ...names], 2);
}

/** @throws UserError when the pattern of --only is no regular expression */
export function expression(pattern: string): RegExp {
  try {
    return new RegExp(pattern, "i");
  } catch (error) {
    throw new UserError(`--only: ${(error as Error).message}`, "use part of a name, such as product", 2);
  }
}

/** Runs one benchmark. @throws Error when a rate is missing or no number */
export async function measure(benchmark: Benchmark, bench: Bench): Promise<Measurement[]> {
  const rates = await benchmark.measure(bench);
  if (rates.length !== benchmark.lines.length)
    throw new Error(`${benchmark.lines[0]!.name}: rates are missing`);
  return benchmark.lines.map(({ name, unit }, i) => {
    const { value, ceiling } = rates[i]!;
    if (!Number.isFinite(value / (ceiling ?? 1))) throw new Error(`${name} is ${value} beside ${ceiling}`);
    return { name, value, unit, ceiling, ratio: ceiling === null ? null : value / ceiling };
  });
}
