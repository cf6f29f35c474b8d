import { afterAll, expect, test } from "bun:test";
import { ActivityAccumulator, activeUnits } from "../../../src/analyse/activity.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { randomNumbers } from "../../support/random-numbers.ts";
import { referenceActivity } from "../../support/reference/activity.ts";

const engine = await openEngine({ workers: 2, blas: "wasm" });
afterAll(() => engine.close());

/** Half of the activities are zero; those of every fifth unit are all zero or below. */
function activitiesOf(samples: number, units: number): Float32Array {
  return Float32Array.from(randomNumbers(samples * units, 1), (x, i) =>
    (i % units) % 5 === 4 ? -Math.max(0, x - 0.5) : Math.max(0, x - 0.5),
  );
}

test.each([1, 7, 70])("sums of %i units agree with the plain ones", (units) => {
  const samples = 150;
  const activities = activitiesOf(samples, units);
  const accumulator = new ActivityAccumulator(engine, units);
  engine.memory.scope(() => {
    const first = engine.memory.from("float32", activities.subarray(0, 100 * units), "first samples");
    const rest = engine.memory.from("float32", activities.subarray(100 * units), "other samples");
    accumulator.add(first, 100);
    accumulator.add(rest, 50);
  });
  const got = accumulator.finish();
  accumulator.free();
  for (let unit = 0; unit < units; unit++) {
    const expected = referenceActivity(activities, units, unit);
    expect(got.mean[unit]).toBe(expected.sum / samples);
    expect(got.unitDensity[unit]).toBe(expected.active / samples);
    expect(got.largest[unit]).toBe(expected.largest);
    expect(got.smallest[unit]).toBe(expected.smallest);
  }
  expect(got.density).toBeCloseTo(activities.filter((value) => value !== 0).length / activities.length, 14);
});

test("active units: by mean, or ever above zero", () => {
  const accumulator = new ActivityAccumulator(engine, 4);
  engine.memory.scope(() => {
    // biome-ignore format: one sample a line
    const activities = engine.memory.from("float32", [
      0, 0.1, 2, -1,
      0, 0.0, 4, -3,
    ], "activities");
    accumulator.add(activities, 2);
  });
  const activity = accumulator.finish();
  accumulator.free();
  expect(activeUnits(activity)).toEqual([1, 2]);
  expect(activeUnits(activity, 1)).toEqual([2]);
  expect(activity.density).toBe(5 / 8);
});
