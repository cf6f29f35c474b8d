import { expect, test } from "bun:test";
import { cutIntoPortions } from "../../../src/tasks/activity-source.ts";

const sizes = (trajectories: number, units = 10) =>
  cutIntoPortions(units, { seed: 0, steps: 20, trajectories }).map((range) => range.trajectories);

test("portions are nearly equal", () => {
  expect(sizes(401)).toEqual([133, 134, 134]);
  expect(sizes(400)).toEqual([200, 200]);
  expect(sizes(3)).toEqual([3]);
});

test("they follow each other, from the first trajectory that is asked for", () => {
  expect(cutIntoPortions(10, { seed: 0, steps: 20, trajectories: 401, from: 7 })).toEqual([
    { first: 7, trajectories: 133 },
    { first: 140, trajectories: 134 },
    { first: 274, trajectories: 134 },
  ]);
});

test("the more numbers a sample has, the fewer are taken together, but never none", () => {
  // 2^26 numbers at most, 21 steps with the first state.
  expect(Math.max(...sizes(1000, 2 ** 20))).toBe(3);
  expect(sizes(3, 2 ** 27)).toEqual([1, 1, 1]);
  const many = { seed: 0, steps: 20, trajectories: 100, perSample: 2 ** 20 };
  expect(cutIntoPortions(10, many)).toHaveLength(34);
});
