import { expect, test } from "bun:test";
import { trajectoryFirst } from "../../../src/world/trajectory-first.ts";

test("time-major numbers become those of one trajectory after the other", () => {
  // [T, B, width] = [3, 2, 2]: hundreds are steps, tens trajectories, ones x and y.
  const timeMajor = Float32Array.of(0, 1, 10, 11, 100, 101, 110, 111, 200, 201, 210, 211);
  expect([...trajectoryFirst(timeMajor, 2, 2)]).toEqual([
    0, 1, 100, 101, 200, 201, 10, 11, 110, 111, 210, 211,
  ]);
  const out = new Float32Array(8).fill(-1);
  expect(trajectoryFirst(Float32Array.of(0, 10, 100, 110), 2, 1, out.subarray(2))).toHaveLength(6);
  expect([...out]).toEqual([-1, -1, 0, 100, 10, 110, -1, -1]);
});
