import { expect, test } from "bun:test";
import { measureFacts } from "../../../../src/cli/frame/measure-facts.ts";
import type { UnitMeasures } from "../../../../src/session/unit-measures.ts";

const unit: UnitMeasures = {
  ...{
    information: 1.25,
    informationRate: 2.5,
    sparsity: 0.4,
    selectivity: 3,
    coherence: 1.1,
    borderRatio: 0.2,
  },
  ...{ fields: 4, fieldSize: 0.05, vectorLength: 0.1, speedScore: -0.02, signed: false },
  ...{ shiftedLength: 0.5, headingCorrelation: 0.3 },
};
const said = (one: UnitMeasures) => measureFacts(one).map((row) => row.join(" ").trim());

test("every number with its name", () => {
  expect(said(unit)).toEqual([
    "information 1.250 bits per activity",
    "sparsity 0.400, selectivity 3.00",
    "coherence 1.100, as z",
    "fields 4, 0.050 m^2 on average",
    "border ratio 0.200",
    "vector length 0.100, speed score -0.020",
  ]);
});

test("a signed unit's are undefined, because it is signed; those that signs do not touch stay", () => {
  const nan = Number.NaN;
  const undefinedOnes = {
    information: nan,
    sparsity: nan,
    selectivity: nan,
    borderRatio: nan,
    vectorLength: nan,
  };
  expect(said({ ...unit, ...undefinedOnes, signed: true })).toEqual([
    "information undefined: the unit goes below zero; so are sparsity, selectivity, border ratio and vector length",
    "coherence 1.100, as z",
    "fields 4, 0.050 m^2 on average",
    "heading correlation 0.300, speed score -0.020",
  ]);
});

test("a silent unit has none", () => {
  const nan = Number.NaN;
  const none: Partial<UnitMeasures> = Object.fromEntries(Object.keys(unit).map((name) => [name, nan]));
  expect(said({ ...unit, ...none, fields: 0, signed: false })).toEqual([
    "information -",
    "sparsity -, selectivity -",
    "coherence -",
    "fields 0",
    "border ratio -",
    "vector length -, speed score -",
  ]);
});
