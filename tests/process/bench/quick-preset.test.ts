import { expect, test } from "bun:test";
import { measure, withBench } from "../../../bench/benchmarks.ts";
import { quickPresetBenchmark } from "../../../bench/quick-preset.ts";

test("trains and evaluates from a cold start, and says how good the network is", async () => {
  const small = ["--steps", "2", "--set", "model.units=16", "--set", "train.batchSize=8"];
  const found = await withBench({ seconds: 0, rounds: 1 }, (bench) =>
    measure(quickPresetBenchmark(3, small), bench),
  );
  expect(found.map(({ name, unit }) => [name, unit])).toEqual([
    ["quick, seed 3: training", "s"],
    ["quick, seed 3: decode error", "cm"],
    ["quick, seed 3: units > 0.37", "share"],
    ["quick, seed 3: noise > 0.37", "share"],
  ]);
  const [training, error, units, noise] = found;
  expect(training!.value).toBeGreaterThan(0);
  // Two steps teach nothing: as far off as chance, 84 cm, give or take, and never below what the code allows.
  expect(error!.value).toBeGreaterThan(error!.ceiling!);
  expect(error!.value).toBeLessThan(200);
  for (const share of [units, noise]) {
    expect(share!.value).toBeGreaterThanOrEqual(0);
    expect(share!.value).toBeLessThanOrEqual(1);
  }
}, 60_000);
