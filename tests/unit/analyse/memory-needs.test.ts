/** What the analyses ask for, they ask for before they begin. */
import { expect, test } from "bun:test";
import { autocorrelograms } from "../../../src/analyse/autocorrelogram.ts";
import { decodePaths } from "../../../src/analyse/decode-paths.ts";
import { scoreMaps } from "../../../src/analyse/grid-score.ts";
import { mostBins } from "../../../src/analyse/map-set.ts";
import { noiseNull } from "../../../src/analyse/null.ts";
import { observationNeeds, observe } from "../../../src/analyse/observe.ts";
import { findScorer } from "../../../src/analyse/scorer.ts";
import { smoothedNoiseMaps } from "../../../src/analyse/smoothed-noise.ts";
import { trajectoryPaths } from "../../../src/analyse/trajectory-paths.ts";
import { tuning } from "../../../src/analyse/tuning.ts";
import type { Engine } from "../../../src/engine/engine.ts";
import { pathIntegration } from "../../../src/tasks/path-integration/path-integration.ts";
import { openTinyRun, withTinyEngine } from "../../support/tiny-training.ts";
import { userErrorOf } from "../../support/user-error.ts";

const withSource = (body: (source: ReturnType<typeof pathIntegration.activity>, engine: Engine) => void) =>
  withTinyEngine(2, async (engine) => {
    const { experiment } = openTinyRun(engine);
    body(pathIntegration.activity(engine, experiment, experiment.initialize()), engine);
  });

const request = { seed: 1, trajectories: 20, steps: 5 };

test("counts beyond all memory are refused before anything is computed, saying what would fit", () =>
  withSource((source, engine) => {
    const refused = (action: () => unknown, cause: RegExp, mend: RegExp) => {
      const used = engine.memory.used;
      const [said, what] = userErrorOf(action).split(" | ");
      expect(said).toMatch(cause);
      expect(what).toMatch(mend);
      expect(engine.memory.used).toBe(used);
    };
    for (const many of [1e9, 9e15]) {
      const bins = { ...request, bins: many };
      refused(
        () => observe(engine, source, bins),
        /^observing \d+ units in \d+ x \d+ bins needs /,
        /^--bins \d+ would fit$/,
      );
      const steps = { ...request, steps: many };
      refused(() => source.portions(steps), /^running along 20 trajectories needs /, /^lower /);
      refused(
        () => decodePaths(engine, source, steps),
        /^decoding 20 trajectories of \d+ steps/,
        /^(--trajectories \d+ would fit|lower )/,
      );
      refused(
        () => decodePaths(engine, source, { ...steps, trajectories: 1 }),
        /^decoding 1 trajectory/,
        /^--steps \d+ would fit$/,
      );
      refused(
        () => trajectoryPaths(source, { ...request, trajectories: many }),
        /^drawing \d+ trajectories of 5 steps needs /,
        /^--trajectories \d+ would fit$/,
      );
      const shuffled = { ...request, headingBins: 20, speedBins: 12, speedLimit: 1, shuffles: many };
      refused(
        () => tuning(engine, source, shuffled),
        /^tuning of \d+ units beside \d+ shuffles needs /,
        /^--shuffles \d+ would fit$/,
      );
    }
  }));

test("the address of 33554431 time steps does not overflow: they are refused", () =>
  withSource((source) => {
    expect(userErrorOf(() => source.portions({ ...request, trajectories: 1, steps: 33_554_431 }))).toMatch(
      /^running along 1 trajectory needs [\d.]+ GiB of memory/,
    );
  }));

test("an observation takes at least nine tenths of what it says of the engine, and at most 1.6 times as much", () =>
  withSource((source, engine) => {
    const [sums] = observationNeeds(source.units, 60);
    const before = engine.memory.used;
    engine.memory.scope(() => observe(engine, source, { ...request, bins: 60 }));
    expect((engine.memory.peak - before) / sums!.bytes).toBeLessThan(1.6);
    expect((engine.memory.peak - before) / sums!.bytes).toBeGreaterThan(0.9);
  }));

test("maps of more bins than can be correlated in seconds are refused", async () => {
  await withTinyEngine(1, async (engine) => {
    const side = 3000;
    const map = new Float64Array(side * side);
    const shape = { units: 1, bins: side };
    for (const action of [
      () => scoreMaps(engine, map, shape, findScorer("nan-aware")),
      () => autocorrelograms(engine, map, shape),
    ]) {
      expect(userErrorOf(action)).toBe(
        `maps of 3000 x 3000 bins are too fine to be correlated | bin them more coarsely: at most ${mostBins} x ${mostBins}`,
      );
    }
  });
});

test("maps taken together are bounded in bytes, and their scores are the same", async () => {
  const scorer = findScorer("deepmind-code");
  await withTinyEngine(2, async (engine) => {
    // 29 KB a map: more than 8 MiB, so that they are taken in two portions.
    const [bins, units] = [60, 300];
    const options = { bins, smoothing: 3, seed: 3 };
    const maps = smoothedNoiseMaps(engine, { ...options, units, stream: "noise null" });
    expect(maps.byteLength).toBeGreaterThan(8 * 2 ** 20);
    const first = units - 10;
    const last = scoreMaps(engine, maps.subarray(first * bins * bins), { units: 10, bins }, scorer);
    const shares: number[] = [];
    const { grid60 } = noiseNull(engine, scorer, { ...options, units }, (share) => shares.push(share));
    expect(shares).toHaveLength(2);
    expect([...grid60.subarray(first)]).toEqual([...last.grid60]);
  });
});
