import { expect, test } from "bun:test";
import { stepTable, stepTimes } from "../../../../bench/gpu/check/step-table.ts";
import { leastBytes, operations } from "../../../../bench/gpu/published-job.ts";
import type { Result } from "../../../../bench/gpu/result.ts";

const job = { batchSize: 2, sequenceLength: 3, placeCells: 5 };
const time = (device: string, units: number, value: number): Result => ({
  ...{ name: "step", unit: "ms a step", device, units, value },
});

test("operations and bytes of a step, counted by hand", () => {
  // Of 6 samples with 7 units: recurrent 7 x 7 and decoder 7 x 5, each thrice; encoder of 2 starts, twice.
  expect(operations(job, 7)).toBe(3 * 2 * 6 * (49 + 35) + 2 * 2 * 2 * 35);
  expect(leastBytes(job, 7)).toBe(4 * (2 * 3 * 49 + 4 * 6 * 7 + 4 * 6 * 5 + 7 * (49 + 2 * 35)));
});

test("shares are of what the same device was measured at", () => {
  const results: Result[] = [
    { name: "product", unit: "GFLOP/s", device: "webgpu", value: 2 },
    { name: "sum", unit: "GB/s", device: "webgpu", value: 4 },
    { name: "product", unit: "GFLOP/s", device: "torch TF32", value: 8 },
    time("webgpu", 7, 0.01),
    time("torch TF32, no new batches", 7, 0.005),
    time("hybrid", 7, 1),
  ];
  const [card, twin, own] = stepTimes(results, job);
  expect(card!.shareOfProducts).toBeCloseTo(operations(job, 7) / 1e-5 / 2e9, 10);
  expect(card!.shareOfBandwidth).toBeCloseTo(leastBytes(job, 7) / 1e-5 / 4e9, 10);
  expect(twin!.shareOfProducts).toBeCloseTo(operations(job, 7) / 5e-6 / 8e9, 10);
  expect(own).toEqual({ device: "hybrid", units: 7, milliseconds: 1 });
});

test("a row for each size, a column for each device, and nothing where nothing was measured", () => {
  const results = [time("webgpu", 512, 12.34), time("webgpu", 256, 5), time("hybrid", 256, 40)];
  const { columns, rows } = stepTable(stepTimes(results, job));
  expect(columns.map(({ title }) => title)).toEqual(["units", "webgpu", "hybrid"]);
  expect(rows).toEqual([
    ["256", "5.00", "40.0"],
    ["512", "12.3", ""],
  ]);
});
