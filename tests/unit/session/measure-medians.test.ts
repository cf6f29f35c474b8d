import { expect, test } from "bun:test";
import { mapMeasures } from "../../../src/analyse/map-measures.ts";
import { mediansFact } from "../../../src/cli/commands/evaluate/evaluation-answer.ts";
import { measureMedians } from "../../../src/session/measure-medians.ts";

const box = { width: 2, height: 2 };
/** Three units of 2 x 2 bins: in one bin, in two, flat; then one that goes below zero, and a silent one. */
const maps = [
  [8, 0, 0, 0],
  [4, 4, 0, 0],
  [1, 1, 1, 1],
  [1, -1, 2, 0],
  [0, 0, 0, 0],
];
const measures = mapMeasures(Float64Array.from(maps.flat()), { units: 5, bins: 2 }, { box });
const movement = {
  samples: 1,
  vectorLength: Float64Array.of(0.1, 0.2, 0.6, Number.NaN, Number.NaN),
  shiftedLength: new Float64Array(5).fill(0.5),
  headingCorrelation: Float64Array.of(0.1, 0.3, 0.4, 0.2, Number.NaN),
  speedScore: Float64Array.of(0, 0.1, -0.2, 0.3, Number.NaN),
};

test("medians are of the units that have the number", () => {
  const medians = measureMedians(measures, movement);
  expect(medians.information).toBe(1);
  expect(medians.sparsity).toBe(0.5);
  expect(medians.selectivity).toBe(2);
  expect([medians.vectorLength, medians.speedScore]).toEqual([0.2, 0.05]);
  expect(medians.signedUnits).toBe(1);
  const [[name, said]] = mediansFact(medians) as [[string, string]];
  expect(name).toBe("medians");
  expect(said).toContain("information 1.00 bits, sparsity 0.50");
  expect(said).toContain("heading correlation 0.25, 1 of the units below zero");
});

test("a little below zero is zero", () => {
  const medians = { ...measureMedians(measures, movement), speedScore: -0.001, coherence: -0.01 };
  const [[, said]] = mediansFact(medians) as [[string, string]];
  expect(said).toContain("coherence -0.01, ");
  expect(said).toContain("speed score 0.00, ");
});

test("where there is nothing there is no line", () => {
  const silent = measureMedians(mapMeasures(new Float64Array(4), { units: 1, bins: 2 }, { box }), undefined);
  expect(silent.information).toBeNaN();
  expect(silent.vectorLength).toBeNaN();
  expect(mediansFact(silent)).toEqual([]);
});
