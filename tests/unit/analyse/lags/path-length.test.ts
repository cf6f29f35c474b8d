import { expect, test } from "bun:test";
import { PathLength } from "../../../../src/analyse/lags/path-length.ts";

/** Places of one rat `distance` m further, as [x, y] or NaN. */
function shifted(places: readonly (readonly [number, number])[], distance: number, periodic = false) {
  const paths = { position: Float32Array.from(places.flat()), trajectories: 1, steps: places.length };
  const out = new Float32Array(2 * places.length);
  new PathLength(paths, { width: 2, height: 2, periodic }).shift(distance, out);
  return Array.from({ length: places.length }, (_, i) => [...out.subarray(2 * i, 2 * i + 2)]);
}

const unknown = [Number.NaN, Number.NaN] as const;
/** Float32 of a few decimals. */
const near = (places: readonly (readonly number[])[]) =>
  places.map((place) => place.map((x) => Math.round(x * 1e5) / 1e5));

test("places are a length further along the path, between steps, around corners", () => {
  const corner = [[0, 0] as const, [0.3, 0] as const, [0.3, 0.4] as const];
  expect(near(shifted(corner, 0.2))).toEqual([[0.2, 0], [0.3, 0.2], [...unknown]]);
  expect(near(shifted(corner, -0.5))).toEqual([[...unknown], [...unknown], [0.2, 0]]);
  expect(near(shifted(corner, 0.7))).toEqual([[0.3, 0.4], [...unknown], [...unknown]]);
});

test("a rat that stands still is nowhere else until it goes on", () => {
  const rest = [[0, 0] as const, [0.1, 0] as const, [0.1, 0] as const, [0.1, 0] as const, [0.3, 0] as const];
  expect(near(shifted(rest, 0.1)).map(([x]) => x)).toEqual([0.1, 0.2, 0.2, 0.2, Number.NaN]);
  expect(near(shifted(rest, -0.1)).map(([x]) => x)).toEqual([Number.NaN, 0, 0, 0, 0.2]);
});

test("nothing reaches over a gap", () => {
  const gap = [[0, 0] as const, [0.2, 0] as const, unknown, [0.4, 0] as const, [0.6, 0] as const, unknown];
  expect(near(shifted(gap, 0.1)).map(([x]) => x)).toEqual([
    ...[0.1, Number.NaN, Number.NaN],
    ...[0.5, Number.NaN, Number.NaN],
  ]);
  expect(shifted(gap, 0)).toEqual(gap.map(([x, y]) => [Math.fround(x), Math.fround(y)]));
});

test("in a periodic box the way over the seam is the short one", () => {
  const seam = [[0.8, 0] as const, [-0.8, 0] as const, [-0.6, 0] as const];
  expect(near(shifted(seam, 0.3, true)).map(([x]) => x)).toEqual([-0.9, Number.NaN, Number.NaN]);
  expect(near(shifted(seam, 0.1, true)).map(([x]) => x)).toEqual([0.9, -0.7, Number.NaN]);
  expect(near(shifted(seam, -0.3, true)).map(([x]) => x)).toEqual([Number.NaN, 0.9, -0.9]);
  expect(near(shifted(seam, 0.3, false)).map(([x]) => x)).toEqual([0.5, Number.NaN, Number.NaN]);
});
