/** Tuning of recordings: one long trial, or some with gaps. Its null shifts each trial in a circle. */
import { afterAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { headDirectionCell } from "../../../src/analyse/synthetic.ts";
import { tuning } from "../../../src/analyse/tuning.ts";
import { shiftOf } from "../../../src/analyse/tuning-shifts.ts";
import { type Engine, openEngine } from "../../../src/engine/engine.ts";
import { openActivityFile } from "../../../src/exchange/activity-file.ts";
import { type NpyArray, npyArray, numbersOf } from "../../../src/format/npy-array.ts";
import { writeNpz } from "../../../src/format/npz.ts";
import { recordedCells } from "../../support/recorded-cells.ts";
import { temporaryDirectory } from "../../support/temporary.ts";
import { userErrorOf } from "../../support/user-error.ts";

const engine = await openEngine({ workers: 2, blas: "wasm" });
afterAll(() => engine.close());
const path = join(temporaryDirectory(), "trial.npz");
const steps = 9000;
/** A walk of 20 waves of its own: as slow as behaviour is, and without any of it. */
const drift = (unit: number) => {
  let [i, level] = [0, 0];
  return () => {
    const noise = Math.sin(12.9898 * (unit + 1) * ++i) * 43758.5453;
    level += 0.02 * (noise - Math.floor(noise) - 0.5 - 0.1 * level);
    return 1 + level;
  };
};
const noisy = 20;
const recorded = await recordedCells(
  [
    headDirectionCell({ preferred: 1, concentration: 3 }),
    ...Array.from({ length: noisy }, (_, i) => drift(i)),
  ],
  { trials: 1, steps },
);
const open = (changes: Readonly<Record<string, NpyArray>> = {}, on: Engine = engine) => {
  writeFileSync(path, writeNpz({ ...recorded, ...changes }, { compress: false }));
  return openActivityFile(on, path);
};
const options = {
  ...{ seed: 0, trajectories: 1, steps, headingBins: 18, speedBins: 6, speedLimit: 1, shuffles: 99 },
};

test("one long trial: a cell of the direction is far beyond its null, drifting noise within", () => {
  const { heading, speed, samples, shufflingBy } = tuning(engine, open(), options);
  expect([samples, shufflingBy]).toEqual([steps, "shift"]);
  expect(heading.p[0]).toBe(0.01);
  expect(heading.vectorLength[0]).toBeGreaterThan(3 * heading.null95[0]!);
  // 20 at 5 %: more than 5 has a probability of 0.3 %.
  for (const p of [heading.p, speed.p]) {
    expect(p.subarray(1).filter((value) => value <= 0.05).length).toBeLessThanOrEqual(5);
  }
});

describe("samples that are not known", () => {
  const position = numbersOf(recorded.position, "position");
  const heading = numbersOf(recorded.heading, "heading");
  const activity = numbersOf(recorded.activity, "activity");
  const width = noisy + 1;
  const lost = (i: number) => i % 1000 < 300;
  for (let i = 0; i < steps; i++) {
    if (!lost(i)) continue;
    // A place alone, or a direction alone, or what would spoil every mean.
    if (i % 2 === 0) position[2 * i] = position[2 * i + 1] = Number.NaN;
    else heading[i] = Number.NaN;
    activity.fill(1e6, i * width, (i + 1) * width);
  }
  const gaps = {
    position: npyArray(position, recorded.position.shape),
    heading: npyArray(heading, recorded.heading.shape),
    activity: npyArray(activity, recorded.activity.shape),
  };

  test("count nowhere", () => {
    const found = tuning(engine, open(gaps), { ...options, shuffles: 0 });
    const truth = numbersOf(recorded.heading, "heading");
    const rates = numbersOf(recorded.activity, "activity");
    const [sums, visits] = [new Float64Array(18), new Float64Array(18)];
    for (let i = 0; i < steps; i++) {
      if (lost(i)) continue;
      const bin = Math.floor((truth[i]! / (2 * Math.PI) + 0.5) * 18);
      sums[bin]! += rates[i * width]!;
      visits[bin]!++;
    }
    expect(found.samples).toBe(visits.reduce((a, b) => a + b));
    for (let bin = 0; bin < 18; bin++) {
      expect(found.heading.visits[bin]).toBe(visits[bin]!);
      expect(found.heading.rates[bin]).toBeCloseTo(sums[bin]! / visits[bin]!, 4);
    }
    expect(found.heading.rates.every((rate) => rate < 1e5)).toBe(true);
  });

  test("leave the shuffles what they were, for any number of workers", async () => {
    const one = await openEngine({ workers: 1, blas: "wasm" });
    try {
      const found = tuning(engine, open(gaps), options);
      expect(found.heading.p[0]).toBe(0.01);
      expect(tuning(one, open(gaps, one), options)).toEqual(found);
    } finally {
      one.close();
    }
  });
});

test("a shift is as far from either end as it has to be", () => {
  for (const draw of [0, 0.3, 0.999999]) {
    expect(shiftOf(draw, 10_000, 0.02)).toBeWithin(1000, 9001);
    expect(shiftOf(draw, 1000, 0.02)).toBeWithin(250, 751);
    expect(shiftOf(draw, 1000, Number.NaN)).toBeWithin(250, 751);
  }
  expect([shiftOf(0, 10_000, 0.02), shiftOf(0.999999, 10_000, 0.02)]).toEqual([1000, 9000]);
  expect(shiftOf(0.999, 1, 0.02)).toBe(1);
});

test("too little to shift is refused", () => {
  const few = { ...options, steps: 15 };
  expect(userErrorOf(() => tuning(engine, open(), few))).toBe(
    "the longest trial has 15 samples of known movement, too few to be shifted | record more, or use --shuffles 0",
  );
  expect(tuning(engine, open(), { ...few, shuffles: 0 }).samples).toBe(15);
});
