import { afterAll, describe, expect, test } from "bun:test";
import { stepHeadings } from "../../../../src/analyse/lags/heading-of-steps.ts";
import { openEngine } from "../../../../src/engine/engine.ts";
import { arraySource } from "../../../support/array-source.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => engine.close());

/** One step to the right, two up, one to the left; the last moment has no next one. */
const places = [
  [0, 0],
  [0.1, 0],
  [0.1, 0.1],
  [0.1, 0.2],
  [0, 0.2],
];
const activity = [
  [3, 1, 0],
  [1, 1, 0],
  [2, 1, 0],
  [4, -1, 0],
  [100, 100, 0],
];
const tuned = (
  position: readonly (readonly number[])[],
  arena?: { width: number; height: number; periodic: boolean },
) => {
  const steps = position.length;
  const given = { trajectories: 1, steps, units: 3, position: position.flat(), activity: activity.flat() };
  const source = arraySource(engine, arena ? { ...given, arena } : given);
  return stepHeadings(engine, source, { seed: 0, trajectories: 1, steps }, [0, 1, 2], 8);
};

describe("activity over the direction of the next step", () => {
  test("is the mean of the moments in each sector", () => {
    const { rates } = tuned(places);
    const none = Number.NaN;
    // Sectors from -180 degrees in eighths: 0, 90 and 180 degrees begin the fifth, the seventh and, as pi, end in the last.
    expect([...rates.subarray(0, 8)]).toEqual([none, none, none, none, 3, none, 1.5, 4]);
  });

  test("has the published strength, and none for a silent unit", () => {
    const { strength, direction } = tuned(places);
    // 3 to the right, 1 + 2 up, 4 to the left.
    expect(strength[0]).toBeCloseTo(Math.hypot(3 - 4, 3) / 10, 6);
    expect(direction[0]).toBeCloseTo(Math.atan2(3, -1), 6);
    // A signed unit counts with its absolute values below: (1 + 1, 2) over 4.
    expect(strength[1]).toBeCloseTo(Math.hypot(2, 2) / 4, 6);
    expect(strength[2]).toBeNaN();
    expect(direction[2]).toBeNaN();
  });

  test("leaves out moments whose place, or the next, is not known", () => {
    const gap = places.map((place, i) => (i === 2 ? [Number.NaN, Number.NaN] : place));
    const { rates } = tuned(gap);
    expect([...rates.subarray(0, 8)].filter((rate) => !Number.isNaN(rate))).toEqual([3, 4]);
  });

  test("goes the short way through the seam of a periodic box", () => {
    const seam = [
      [0.45, 0],
      [-0.45, 0],
      [-0.35, 0],
      [-0.25, 0],
      [-0.15, 0],
    ];
    const walled = tuned(seam, { width: 1, height: 1, periodic: false });
    const periodic = tuned(seam, { width: 1, height: 1, periodic: true });
    expect(walled.rates[7]).toBe(3);
    expect(periodic.rates[7]).toBeNaN();
    expect(periodic.rates[4]).toBe((3 + 1 + 2 + 4) / 4);
  });
});
