/** Lesions of networks whose answer is known. */
import { afterAll, expect, test } from "bun:test";
import { decodePaths } from "../../../src/analyse/decode-paths.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { ablation, type PlannedLesion } from "../../../src/session/ablation.ts";
import { silenceable } from "../../../src/session/silenceable-network.ts";
import { knownNetwork } from "../../support/known-network.ts";

const engine = await openEngine({ workers: 2, blas: "wasm" });
afterAll(() => engine.close());

/** Remembers the place code of its start in its first 64 units; 16 others say nothing to anybody. */
function homesick() {
  const { source, experiment, weights } = knownNetwork(engine, {
    units: 80,
    encoder: (cell, unit) => (cell === unit ? 1 : 0),
    recurrent: (from, to) => (from === to ? 1 : 0),
    decoder: (unit, cell) => (cell === unit ? 1 : 0),
  });
  return silenceable({ source, read: source, layout: experiment.layout, weights });
}

const request = { seed: 3, trajectories: 230, steps: 6 };
const horizons = [2, 6];
const half = Array.from({ length: 32 }, (_, i) => 2 * i);
const idle = Array.from({ length: 16 }, (_, i) => 64 + i);
const breathless = { breathe: async () => {} };
const lesions: PlannedLesion[] = [
  {
    name: "half",
    units: half,
    controls: [{ name: "idle", sets: [idle, idle.slice(8)] }],
  },
  { name: "idle", units: idle, controls: [] },
];

test("the baseline is what decoding says, over each horizon", async () => {
  const network = homesick();
  const { baseline } = await ablation(engine, network, [], { request, horizons }, breathless);
  const { errorByStepCm } = decodePaths(engine, network.source, request);
  const over = (steps: number) => errorByStepCm.slice(0, steps).reduce((sum, cm) => sum + cm, 0) / steps;
  for (const [i, steps] of horizons.entries()) expect(baseline[i]!.mean).toBeCloseTo(over(steps), 4);
});

test("units that say nothing cost exactly nothing, others do, and the network is whole afterwards", async () => {
  const network = homesick();
  const before = decodePaths(engine, network.source, request);
  const result = await ablation(engine, network, lesions, { request, horizons }, breathless);
  const [hurt, unhurt] = result.lesions;
  expect(unhurt!.loss).toEqual(horizons.map(() => ({ mean: 0, low: 0, high: 0 })));
  expect(unhurt!.error).toEqual([...result.baseline]);
  for (const i of [0, 1]) {
    expect(hurt!.loss[i]!.low).toBeGreaterThan(1);
    expect(hurt!.loss[i]!.high).toBeGreaterThan(hurt!.loss[i]!.mean);
    const [control] = hurt!.controls;
    expect(control!.meanCm[i]).toBeCloseTo(result.baseline[i]!.mean, 9);
    expect(control!.difference[i]!.mean).toBeCloseTo(hurt!.loss[i]!.mean, 9);
    expect(control!.p[i]).toBeCloseTo(1 / 3, 12);
  }
  expect(decodePaths(engine, network.source, request)).toEqual(before);
});

test("whoever gives up leaves the network whole", async () => {
  const network = homesick();
  const before = decodePaths(engine, network.source, request);
  let breaths = 0;
  const impatient = {
    breathe: async () => {
      if (++breaths > 2) throw new Error("enough");
    },
  };
  const work = ablation(engine, network, lesions, { request, horizons }, impatient);
  await expect(work).rejects.toThrow("enough");
  expect(decodePaths(engine, network.source, request)).toEqual(before);
});
