import { afterAll, describe, expect, test } from "bun:test";
import { fitMixture, maximized } from "../../../src/analyse/gaussian-mixture.ts";
import { discretenessOf, findModules } from "../../../src/analyse/modules.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { randomNumbers } from "../../support/random-numbers.ts";
import { threeModules } from "../../support/three-modules.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => engine.close());
const options = { seed: 1, leastDeviation: 0.005, shuffles: 199 };

describe("three modules", () => {
  const modules = findModules(engine, threeModules(120, 3), options);

  test("are found by BIC, at their means, with their weights", () => {
    const { components } = modules.best!;
    expect(components).toHaveLength(3);
    [0.47, 0.7, 1.06].forEach((mean, i) => {
      expect(Math.abs(components[i]!.mean - mean)).toBeLessThan(0.01);
      expect(Math.abs(components[i]!.deviation - 0.02)).toBeLessThan(0.006);
      expect(components[i]!.weight).toBeCloseTo(1 / 3, 2);
    });
    expect(modules.mixtures.length).toBe(8);
    expect(Math.abs(modules.ratios[0]! - 0.7 / 0.47)).toBeLessThan(0.03);
  });

  test("are more discrete than any jitter of them", () => {
    const { discreteness } = modules;
    expect(discreteness.p).toBe(1 / 200);
    expect(discreteness.value).toBeGreaterThan(discreteness.chance);
    expect(discreteness.counts.reduce((sum, count) => sum + count, 0)).toBe(120);
    expect(discreteness.edges).toHaveLength(14);
  });

  test("have the likelihood of every round at least as high as before", () => {
    let before = Number.NEGATIVE_INFINITY;
    for (const { logLikelihood } of modules.mixtures) {
      expect(logLikelihood).toBeGreaterThan(before - 1e-6);
      before = logLikelihood;
    }
  });
});

test("one Gaussian is one module; even spacings are not discrete", () => {
  expect(findModules(engine, threeModules(90, 2, [0.6]), options).best!.components).toHaveLength(1);
  const even = randomNumbers(120, 9).map((x) => 0.4 + 0.6 * x);
  expect(findModules(engine, even, options).discreteness.p).toBeGreaterThan(0.05);
});

test("the same seed gives the same, another one other shuffles", () => {
  const values = threeModules(60, 5);
  const [a, b] = [findModules(engine, values, options), findModules(engine, values, options)];
  expect(a).toEqual(b);
  const other = discretenessOf(engine, [...values], { seed: 2, shuffles: 199 });
  expect(other.shuffled).not.toEqual(a.discreteness.shuffled);
  expect(other.value).toBe(a.discreteness.value);
});

test("BIC of one component, by hand", () => {
  const [value, other] = [0, 2];
  const { components, logLikelihood, bic } = maximized(
    [value, other],
    [{ mean: 0, deviation: 1, weight: 1 }],
    0.1,
  );
  expect(components).toEqual([{ mean: 1, deviation: 1, weight: 1 }]);
  expect(logLikelihood).toBeCloseTo(-1 - Math.log(2 * Math.PI), 12);
  expect(bic).toBeCloseTo(2 * Math.log(2) - 2 * logLikelihood, 12);
});

describe("too little to say much", () => {
  test("no spacing: no module", () => {
    const none = findModules(engine, [Number.NaN], options);
    expect(none.mixtures).toEqual([]);
    expect(none.best).toBeUndefined();
    expect(none.discreteness.p).toBeNaN();
  });

  test("counts of another order are as discrete to the last bit", () => {
    const spread = Array.from({ length: 35 }, (_, i) => 1.15 + 0.3 * Math.sin(i * i));
    const { value, shuffled, p } = discretenessOf(engine, spread, { seed: 1, shuffles: 500 });
    const about = shuffled.filter((one) => Math.abs(one - value) < 1e-9);
    expect(about.length).toBeGreaterThan(5);
    expect([...about]).toEqual(new Array(about.length).fill(value));
    expect(p).toBe((1 + shuffled.filter((one) => one > value - 1e-9).length) / 501);
  });

  test("one spacing, or all the same: one module as narrow as may be, no discreteness", () => {
    for (const values of [[0.5], Array(20).fill(0.5)]) {
      const { best, mixtures, discreteness } = findModules(engine, values, options);
      expect(best!.components).toEqual([{ mean: 0.5, deviation: 0.005, weight: 1 }]);
      expect(mixtures).toHaveLength(1);
      expect(discreteness.value).toBeNaN();
    }
  });

  test("a mixture has fewer parameters than there are spacings, and no more means than they have values", () => {
    expect(findModules(engine, [0.4, 0.5, 0.6, 0.7, 0.9], options).mixtures).toHaveLength(1);
    expect(fitMixture(engine, [1, 1, 2, 2], 3, options)).toBeUndefined();
    const two = fitMixture(engine, [1, 1, 2, 2], 2, options)!;
    expect(two.components.map(({ mean }) => mean)).toEqual([1, 2]);
    expect(two.components.map(({ deviation }) => deviation)).toEqual([0.005, 0.005]);
  });
});
