import { afterAll, describe, expect, test } from "bun:test";
import { ShiftedMaps, type ShiftNull, shufflesAtOnce } from "../../../../src/analyse/nulls/shifted-maps.ts";
import {
  leastShift,
  requireSeveral,
  requireTimeShifts,
  timeShifts,
  trajectoryShifts,
} from "../../../../src/analyse/nulls/shifts.ts";
import { openEngine } from "../../../../src/engine/engine.ts";
import type { ActivitySource } from "../../../../src/tasks/activity-source.ts";
import { arraySource } from "../../../support/array-source.ts";
import { knownNetwork } from "../../../support/known-network.ts";

const engine = await openEngine({ workers: 2, blas: "wasm" });
const alone = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => {
  engine.close();
  alone.close();
});

const shape = { units: 3, encoder: (cell: number, unit: number) => (cell % 3 === unit ? 1 : 0) };
const settings = {
  ...shape,
  recurrent: (from: number, to: number) => (from === to ? 0.7 : 0),
  decoder: () => 0,
};
const { source } = knownNetwork(engine, settings);
const request = { seed: 1, trajectories: 430, steps: 8 };
const bins = 4;
const options = (kind: ShiftNull) => ({ kind, request, bins, seed: 5 });

/** Position and activity of every sample, by trajectory and step. */
function samplesOf(of: ActivitySource) {
  const found: { x: number; y: number; activity: number[] }[][] = [];
  for (const range of of.portions(request)) {
    of.read(request, range, ({ first, trajectories, position, activities }) => {
      const values = new Float32Array(
        position.view.buffer,
        activities,
        trajectories * request.steps * of.units,
      );
      for (let i = 0; i < trajectories * request.steps; i++) {
        const [step, trajectory] = [Math.floor(i / trajectories), first + (i % trajectories)];
        found[trajectory] ??= [];
        found[trajectory][step] = {
          ...{ x: position.view[2 * i]!, y: position.view[2 * i + 1]! },
          activity: [...values.subarray(i * of.units, (i + 1) * of.units)],
        };
      }
    });
  }
  return found;
}

/** Means of activity by bin, of whatever is put where. */
function plainMaps(
  partner: (trajectory: number, step: number) => readonly [trajectory: number, step: number],
) {
  const samples = samplesOf(source);
  const { width, height } = source.arena;
  const sums = new Float64Array(source.units * bins * bins);
  const visits = new Float64Array(bins * bins);
  samples.forEach((steps, trajectory) => {
    steps.forEach(({ activity }, step) => {
      const [other, then] = partner(trajectory, step);
      const { x, y } = samples[other]![then]!;
      const [column, row] = [Math.floor((x / width + 0.5) * bins), Math.floor((y / height + 0.5) * bins)];
      visits[row * bins + column]!++;
      activity.forEach((rate, unit) => {
        sums[unit * bins * bins + row * bins + column]! += rate;
      });
    });
  });
  return sums.map((sum, i) => sum / visits[i % (bins * bins)]!);
}

function shiftedMaps(kind: ShiftNull, first: number, count: number, by = engine, of = source) {
  const shifted = new ShiftedMaps(by, of, options(kind), first, count);
  for (const range of of.portions(request)) shifted.look(range);
  const found = Array.from({ length: count }, (_, i) => shifted.mapsOf(first + i));
  shifted.free();
  return found;
}

const close = (found: Float64Array, wanted: Float64Array) => {
  expect(found).toHaveLength(wanted.length);
  for (const [i, rate] of found.entries()) expect(rate).toBeCloseTo(wanted[i]!, 12);
};

describe("time shift", () => {
  test("puts activity to a later place of the same trajectory, around its end", () => {
    const range = { seed: 5, first: 0, steps: new Array<number>(request.trajectories).fill(request.steps) };
    const shifts = timeShifts(engine, range, { shuffles: 3, dt: source.dt });
    const [, , third] = shiftedMaps("time-shift", 0, 3);
    close(
      third!,
      plainMaps((trajectory, step) => [trajectory, (step + shifts[3 * trajectory + 2]!) % 8]),
    );
  });

  test("shifts are from the least to as far from the other end, all of them", () => {
    const range = { seed: 5, first: 0, steps: new Array<number>(400).fill(8) };
    expect([...new Set(timeShifts(engine, range, { shuffles: 4, dt: 0.02 }))].sort()).toEqual([
      2, 3, 4, 5, 6,
    ]);
    const few = { ...range, steps: [0, 1, 2] };
    expect([...timeShifts(engine, few, { shuffles: 2, dt: 0.02 })]).toEqual([0, 0, 0, 0, 1, 1]);
    expect(leastShift(3000, 0.02)).toBe(750);
    expect(leastShift(100_000, 0.02)).toBe(1000);
    expect(leastShift(3, 0.02)).toBe(1);
    expect(leastShift(400, Number.NaN)).toBe(100);
    expect(() => leastShift(1, 0.02)).toThrow("trajectories of one step");
  });
});

describe("trajectory shift", () => {
  test("puts activity to the path of another trajectory, step by step", () => {
    const shifts = trajectoryShifts(engine, 5, request.trajectories, 3);
    const [, second] = shiftedMaps("trajectory-shift", 0, 2);
    close(
      second!,
      plainMaps((trajectory, step) => [(trajectory + shifts[1]!) % 430, step]),
    );
  });

  test("no trajectory keeps its path", () => {
    const shifts = trajectoryShifts(engine, 5, 40, 39);
    expect([...shifts].sort((a, b) => a - b)).toEqual(Array.from({ length: 39 }, (_, i) => 1 + i));
    expect(trajectoryShifts(engine, 5, 40, 7)).toEqual(shifts.subarray(0, 7));
  });

  test("there are not more shuffles than different shifts", () => {
    expect(() => requireSeveral(5, 4)).not.toThrow();
    expect(() => requireSeveral(5, 5)).toThrow("5 trajectories have 4 trajectory shifts, not 5");
    expect(() => requireSeveral(1, 1)).toThrow("one trajectory cannot be given the path of another");
    expect(() => requireTimeShifts({ trajectories: 3, steps: 3 }, 0.02, 8)).not.toThrow();
    expect(() => requireTimeShifts({ trajectories: 3, steps: 3 }, 0.02, 9)).toThrow(
      "3 trajectories of 3 steps have 8 time shifts, not 9",
    );
  });

  test("one trajectory has no other", () => {
    const one = { ...options("trajectory-shift"), request: { ...request, trajectories: 1 } };
    expect(() => new ShiftedMaps(engine, source, one, 0, 1)).toThrow("one trajectory cannot be given");
  });
});

test.each(["time-shift", "trajectory-shift"] as const)(
  "%s: the same for any number of workers, and however shuffles are divided",
  (kind) => {
    const all = shiftedMaps(kind, 0, 4);
    expect([...shiftedMaps(kind, 0, 1), ...shiftedMaps(kind, 1, 3)]).toEqual(all);
    expect(shiftedMaps(kind, 0, 4, alone, knownNetwork(alone, settings).source)).toEqual(all);
  },
);

describe("samples of unknown place", () => {
  // Three trajectories of ten steps in one place; of the third step, and of the last ones of the last trajectory, it is not known.
  const [trajectories, steps] = [3, 10];
  const isKnown = (step: number, trajectory: number) => step !== 2 && !(trajectory === 2 && step > 5);
  const samples = Array.from({ length: trajectories * steps }, (_, i) => {
    const [step, trajectory] = [Math.floor(i / trajectories), i % trajectories];
    return { known: isKnown(step, trajectory), activity: i + 1 };
  });
  const of = arraySource(engine, {
    ...{ trajectories, steps, units: 1 },
    position: samples.flatMap(({ known }) => (known ? [0.1, 0.1] : [Number.NaN, Number.NaN])),
    activity: samples.map(({ known, activity }) => (known ? activity : 1e6)),
  });
  const rates = (kind: ShiftNull, shuffles: number) => {
    const look = { kind, request: { seed: 1, trajectories, steps }, bins, seed: 5 };
    const shifted = new ShiftedMaps(engine, of, look, 0, shuffles);
    for (const range of of.portions(look.request)) shifted.look(range);
    const found = Array.from({ length: shuffles }, (_, i) =>
      shifted.mapsOf(i).filter((rate) => !Number.isNaN(rate)),
    );
    shifted.free();
    return found.map(([rate]) => rate!);
  };

  test("are cut out before activity is shifted in time: all of the others stay", () => {
    const known = samples.filter((sample) => sample.known);
    const mean = known.reduce((sum, { activity }) => sum + activity, 0) / known.length;
    for (const rate of rates("time-shift", 8)) expect(rate).toBeCloseTo(mean, 6);
  });

  test("give no activity to the path of another trajectory", () => {
    for (const rate of rates("trajectory-shift", 2)) expect(rate).toBeLessThan(31);
  });
});

test("as many shuffles at once as 256 MiB hold", () => {
  expect(shufflesAtOnce(256, 20)).toBe(327);
  expect(shufflesAtOnce(1e6, 500)).toBe(1);
});
