import { afterAll, expect, test } from "bun:test";
import { bootstrapMeans } from "../../../src/analyse/bootstrap.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { fillNormal } from "../../../src/engine/random.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => engine.close());

function normal(items: number, seed: number): Float64Array {
  return engine.memory.scope(() => {
    const values = engine.memory.allocate("float64", [1, items], "normal numbers");
    fillNormal(engine, { seed, stream: "test", items: 1, draws: items }, values);
    return values.toArray();
  });
}

test("the interval is that of the standard error, and covers the truth as often as it says", () => {
  const items = 200;
  let covered = 0;
  for (let seed = 0; seed < 100; seed++) {
    const values = normal(items, seed);
    const [{ mean, low, high }] = bootstrapMeans(engine, [values], { seed, resamples: 400 }) as [
      ReturnType<typeof bootstrapMeans>[0],
    ];
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / items;
    expect(Math.abs((high - low) / (2 * 1.96 * Math.sqrt(variance / items)) - 1)).toBeLessThan(0.15);
    if (low <= 0 && 0 <= high) covered++;
  }
  // 95 of 100 by the rule; s.d. 2.2.
  expect(covered).toBeGreaterThan(87);
  expect(covered).toBeLessThan(100);
});

test("all series are drawn alike: what is the same plus 1 has the same interval plus 1", () => {
  const values = normal(50, 3);
  const [one, other] = bootstrapMeans(engine, [values, values.map((value) => value + 1)], { seed: 5 });
  expect(other!.low).toBeCloseTo(one!.low + 1, 12);
  expect(other!.high).toBeCloseTo(one!.high + 1, 12);
});

test("the draws depend on the seed and on nothing else", () => {
  const values = normal(40_000, 3);
  const options = { seed: 5, resamples: 60 };
  // 40,000 draws a resample: more than fit into one portion.
  expect(bootstrapMeans(engine, [values], options)).toEqual(bootstrapMeans(engine, [values], options));
  expect(bootstrapMeans(engine, [values], { ...options, seed: 6 })).not.toEqual(
    bootstrapMeans(engine, [values], options),
  );
});

test("nothing has no mean, one item no spread, and lengths must agree", () => {
  expect(bootstrapMeans(engine, [new Float64Array()], { seed: 0 })[0]!.low).toBeNaN();
  expect(bootstrapMeans(engine, [Float64Array.of(3)], { seed: 0 })[0]).toEqual({ mean: 3, low: 3, high: 3 });
  const unequal = [Float64Array.of(1), Float64Array.of(1, 2)];
  expect(() => bootstrapMeans(engine, unequal, { seed: 0 })).toThrow("series of different lengths");
});
