import { expect, test } from "bun:test";
import { ringUnit, showRing } from "../../../src/analyse/ring.ts";

test("a ring is told in metres of a square box, in bins of another", () => {
  const square = { width: 2.2, height: 2.2 };
  const oblong = { width: 2.2, height: 1.1 };
  expect(showRing([0.2, 0.6], 20, square)).toBe("0.44-1.32 m");
  expect(showRing([0.2, 0.6], 32, square)).toBe("0.44-1.32 m");
  expect(showRing([0.2, 0.6], 20, oblong)).toBe("4.0-12.0 bins");
  expect(ringUnit(20, square)).toEqual({ unit: "m", factor: 2.2, digits: 2 });
  expect(ringUnit(20, oblong)).toEqual({ unit: "bins", factor: 20, digits: 1 });
});
