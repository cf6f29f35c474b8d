import { expect, test } from "bun:test";
import { distanceIn, sizeInWords } from "../../../src/world/arena.ts";

test("the way between two places is the straight one, across a seam when that is shorter", () => {
  const walls = { width: 2, height: 1, periodic: false };
  const seams = { ...walls, periodic: true };
  expect(distanceIn(walls, -1.7, 0.4)).toBeCloseTo(Math.hypot(1.7, 0.4), 12);
  expect(distanceIn(seams, -1.7, 0.4)).toBeCloseTo(0.5, 12);
  expect(distanceIn(seams, 0.3, -0.6)).toBeCloseTo(0.5, 12);
  expect(distanceIn(seams, 1, 0.5)).toBe(Math.hypot(1, 0.5));
});

test("a box in words", () => {
  const box = { width: 2.2, height: 1, periodic: false };
  expect(sizeInWords(box)).toBe("2.2 x 1 m");
  expect(sizeInWords({ ...box, periodic: true })).toBe("2.2 x 1 m, periodic");
  expect(sizeInWords({ ...box, height: 2.2, round: true })).toBe("2.2 m across, round");
  expect(sizeInWords({ ...box, round: true })).toBe("2.2 x 1 m, round");
});
