import { afterAll, expect, test } from "bun:test";
import { fourierPower } from "../../../src/analyse/fourier-power.ts";
import { findScorer } from "../../../src/analyse/scorer.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { Analysis } from "../../../src/session/analysis.ts";
import { isUndefinedBySign, unitColumnNames, unitNumbers } from "../../../src/session/unit-columns.ts";
import { unitMeasures } from "../../../src/session/unit-measures.ts";
import { knownNetwork } from "../../support/known-network.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => engine.close());
const look = {
  request: { seed: 3, trajectories: 250, steps: 10, measuring: false },
  bins: 8,
  scorer: findScorer("nan-aware"),
};
const analysisOf = (activation: "relu" | "tanh") =>
  new Analysis(
    engine,
    knownNetwork(engine, { units: 3, activation, input: (unit) => (unit < 2 ? [1, unit] : [0, 0]) }).source,
    null,
  );

test("every column has a number for each unit, and those of one unit are the same", async () => {
  const analysis = analysisOf("relu");
  const numbers = await unitNumbers(analysis, look);
  expect(Object.keys(numbers).toSorted()).toEqual(unitColumnNames.toSorted());
  for (const name of unitColumnNames) expect(numbers[name]).toHaveLength(3);
  const { signed, ...one } = unitMeasures(await analysis.observation(look), 1, analysis.source);
  expect(signed).toBe(false);
  for (const [name, value] of Object.entries(one)) {
    expect(numbers[name as keyof typeof one][1]).toBe(value);
  }
  expect(one.information).toBeGreaterThan(0);
  expect(one.vectorLength).toBeGreaterThan(0.5);
});

test("of units below zero, what is made for rates is undefined, and known to be for that", async () => {
  const numbers = await unitNumbers(analysisOf("tanh"), look);
  expect(Array.from(numbers.signed)).toEqual([1, 1, 0]);
  const undefinedOnes = unitColumnNames.filter((name) => isUndefinedBySign(name, numbers, 0));
  expect(undefinedOnes).toEqual([
    ...([
      "borderRatio",
      "information",
      "informationRate",
      "sparsity",
      "selectivity",
      "vectorLength",
    ] as const),
  ]);
  for (const name of undefinedOnes) expect(numbers[name][0]).toBeNaN();
  expect(isUndefinedBySign("information", numbers, 2)).toBe(false);
  expect(numbers.coherence[0]).not.toBeNaN();
});

test("Fourier power is that of the maps, in portions as in one", async () => {
  const analysis = analysisOf("relu");
  const { rates } = await analysis.observation(look);
  const shape = { units: rates.units, binsX: rates.binsX, binsY: rates.binsY };
  const { power } = fourierPower(rates.rateMap, shape, analysis.source.arena);
  expect(Array.from((await unitNumbers(analysis, look)).fourier)).toEqual([...power]);
  expect(power[0]).toBeWithin(0, 1.1);
});
