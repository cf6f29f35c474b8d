/** A path in steps of equal time: what is bridged, what is lost, and how fast it goes. */
import { describe, expect, test } from "bun:test";
import {
  directionsInSteps,
  inSteps,
  smoothVelocities,
  stepOf,
  timeSteps,
} from "../../../../src/exchange/recording/time-steps.ts";

const gap = Number.NaN;
const at = (times: number[], values: number[], dt: number, longestGap = 0.5, apart = 0.1) => {
  const stepped = inSteps(
    Float64Array.from(times),
    Float64Array.from(values),
    1,
    timeSteps(Float64Array.from(times), dt),
    {
      ...{ longestGap, apart },
    },
  );
  return { ...stepped, values: [...stepped.values].map((value) => Math.round(1e6 * value) / 1e6) };
};

describe("positions", () => {
  test("at the times of the tracking are those of the tracking, in spite of rounding", () => {
    const times = Array.from({ length: 1000 }, (_, i) => 3.1 + i / 30);
    const values = times.map((_, i) => Math.sin(i));
    const steps = timeSteps(Float64Array.from(times), 1 / 30);
    expect(steps.steps).toBe(1000);
    const {
      values: found,
      bridged,
      lost,
    } = inSteps(Float64Array.from(times), Float64Array.from(values), 1, steps, {
      ...{ longestGap: 0.5, apart: 1 / 30 },
    });
    expect([...found]).toEqual(values);
    expect([bridged, lost]).toEqual([0, 0]);
  });

  test("between them lie on the straight way", () => {
    expect(at([0, 0.1, 0.2], [0, 1, 3], 0.05)).toEqual({ values: [0, 0.5, 1, 2, 3], bridged: 0, lost: 0 });
  });

  test("in a short gap do, too, and are counted; in a long one are not known", () => {
    const times = [0, 0.1, 0.4, 0.5, 1.2, 1.3];
    const found = at(times, [0, 1, 4, 5, 12, 13], 0.1);
    expect(found.values).toEqual([0, 1, 2, 3, 4, 5, gap, gap, gap, gap, gap, gap, 12, 13]);
    expect([found.bridged, found.lost]).toEqual([2, 6]);
    expect(at(times, [0, 1, 4, 5, 12, 13], 0.1, 0).values.slice(1, 5)).toEqual([1, gap, gap, 4]);
    expect(at(times, [0, 1, 4, 5, 12, 13], 0.1, 0.8).lost).toBe(0);
  });

  test("that are NaN in the file are gaps as well, also at its ends", () => {
    const found = at([0, 0.1, 0.2, 0.3, 0.4], [gap, 1, gap, 3, gap], 0.1);
    expect(found.values).toEqual([gap, 1, 2, 3, gap]);
    expect([found.bridged, found.lost]).toEqual([1, 2]);
  });

  test("beside a long gap are taken from half a step away", () => {
    expect(at([0, 0.1, 0.94, 1.04], [0, 1, 9, 10], 0.1).values.slice(-3)).toEqual([gap, 9, 9.6]);
  });
});

test("a time belongs to the step whose middle is nearest", () => {
  const steps = { start: 1, dt: 0.1, steps: 5 };
  expect([0.949, 0.951, 1, 1.049, 1.051, 1.4, 1.46].map((time) => stepOf(steps, time))).toEqual([
    -1, 0, 0, 0, 1, 4, 5,
  ]);
});

test("directions turn the short way through pi", () => {
  const times = Float64Array.of(0, 0.1, 0.2);
  const found = directionsInSteps(times, Float64Array.of(3, -3, gap), timeSteps(times, 0.05), {
    longestGap: 0.5,
    apart: 0.1,
  });
  expect(Math.abs(found[1]!)).toBeCloseTo(Math.PI, 9);
  expect([found[0], found[2]].map((angle) => angle!.toFixed(9))).toEqual(["3.000000000", "-3.000000000"]);
  expect(found[4]).toBeNaN();
});

describe("velocities", () => {
  const line = (xs: number[]) => Float64Array.from(xs.flatMap((x) => [x, Number.isNaN(x) ? gap : 2 * x]));
  const along = (xs: number[], window: number) => {
    const { velocity, window: taken } = smoothVelocities(line(xs), 0.1, window);
    return { x: [...velocity].filter((_, i) => i % 2 === 0).map((v) => Math.round(1e9 * v) / 1e9), taken };
  };
  test("are those over the window, at an end over what there is of it", () => {
    expect(along([0, 1, 4, 9, 16], 0.2)).toEqual({ x: [10, 20, 40, 60, 70], taken: 0.2 });
    expect(along([0, 1, 4, 9, 16], 0.4)).toEqual({ x: [20, 40, 40, 40, 60], taken: 0.4 });
    expect(along([0, 1, 4, 9, 16], 0)).toEqual(along([0, 1, 4, 9, 16], 0.2));
    expect(smoothVelocities(line([0, 1]), 0.1, 0.2).velocity[1]).toBeCloseTo(20, 9);
  });
  test("are not known in gaps, and one-sided beside them", () => {
    expect(along([0, 1, gap, 9, 16, gap, 30, gap], 0.2).x).toEqual([10, 10, gap, 70, 70, gap, gap, gap]);
  });
});
