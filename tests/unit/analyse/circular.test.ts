import { expect, test } from "bun:test";
import { circularMean, circularSpread } from "../../../src/analyse/circular.ts";
import { standardDeviation } from "../../../src/analyse/spread.ts";

const sixth = Math.PI / 3;

test("angles are the same after a sixth of a turn", () => {
  expect(circularMean([0.01, sixth - 0.03], 6)).toBeCloseTo(sixth - 0.01, 12);
  expect(circularMean([0.2, 0.2 + sixth, 0.2 - 4 * sixth, Number.NaN], 6)).toBeCloseTo(0.2, 12);
  expect(circularSpread([0.2, 0.2 + sixth, 0.2 - 4 * sixth], 6)).toBeCloseTo(0, 6);
});

test("a small spread is nearly the standard deviation", () => {
  const angles = [-0.02, -0.01, 0, 0.01, 0.02];
  expect(circularSpread(angles, 6)).toBeCloseTo(standardDeviation(angles), 4);
  // Two angles: R is the cosine of six times half their distance.
  expect(circularSpread([0.1, 0.3], 6)).toBeCloseTo(Math.sqrt(-2 * Math.log(Math.cos(0.6))) / 6, 12);
});

test("angles all around have a spread without bound; none have none", () => {
  expect(circularSpread([0, Math.PI / 6], 6)).toBeGreaterThan(1);
  expect(circularMean([], 6)).toBeNaN();
  expect(circularSpread([Number.NaN], 6)).toBeNaN();
  expect(standardDeviation([Number.NaN])).toBeNaN();
});

test("the standard deviation is numpy.std", () => {
  expect(standardDeviation([1, 2, 3, 4, Number.NaN])).toBeCloseTo(Math.sqrt(1.25), 12);
});
