/** Each thing is computed once, in pieces between which others have their turn. */
import { afterAll, describe, expect, test } from "bun:test";
import { borderScores } from "../../../src/analyse/border-score.ts";
import { scoreMaps } from "../../../src/analyse/grid-score.ts";
import { gridLattices } from "../../../src/analyse/grid-spacing.ts";
import { matchedNull } from "../../../src/analyse/null.ts";
import { observe } from "../../../src/analyse/observe.ts";
import { findScorer } from "../../../src/analyse/scorer.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { Analysis, type Look, type Pace } from "../../../src/session/analysis.ts";
import type { ActivitySource } from "../../../src/tasks/activity-source.ts";
import { knownNetwork } from "../../support/known-network.ts";

const engine = await openEngine({ workers: 2, blas: "wasm" });
afterAll(() => engine.close());

const scorer = findScorer("deepmind-code");
const request = { seed: 1, trajectories: 450, steps: 8 };
const look: Look = { request, bins: 8, scorer };

/** Units that remember the place code of their start: more than are scored at once. */
const units = 300;
const { source: plain, experiment } = knownNetwork(engine, {
  units,
  encoder: (cell, unit) => (cell === unit % 64 ? 1 + unit / units : 0),
  recurrent: (from, to) => (from === to ? 1 : 0),
  decoder: (unit, cell) => (cell === unit ? 1 : 0),
});

/** A source that counts what is asked of it. @param failing how often a read fails before it works */
function counting(failing = 0): { source: ActivitySource; counts: Record<string, number> } {
  const counts = { read: 0, portions: 0, levels: 0 };
  let left = failing;
  const source: ActivitySource = {
    ...plain,
    portions(request) {
      counts.portions++;
      return plain.portions(request);
    },
    read(request, range, body) {
      counts.read++;
      if (left-- > 0) throw new Error("the disk is gone");
      plain.read(request, range, body);
    },
    levels(seed) {
      counts.levels++;
      return plain.levels(seed);
    },
  };
  return { source, counts };
}

const open = (source: ActivitySource, pace?: Pace) => new Analysis(engine, source, 7, pace);

describe("each thing is computed once", () => {
  test("whatever is asked for, in whatever order, and at the same time", async () => {
    const { source, counts } = counting();
    const analysis = open(source);
    const [first, second] = await Promise.all([analysis.evaluation(look), analysis.observation(look)]);
    await analysis.lattices(look);
    await analysis.borders(look);
    const again = await analysis.evaluation({ ...look, request: { ...request } });
    // 450 trajectories are three portions.
    expect(counts).toEqual({ read: 3, portions: 1, levels: 1 });
    expect(again.observation).toBe(second);
    expect(again.scores).toBe(first.scores);
    expect(again.nullScores).toBe(first.nullScores!);
    expect(await analysis.lattices(look)).toBe(await analysis.lattices(look));
  });

  test("another scorer looks at the same maps, other bins, seeds or paths do not", async () => {
    const { source, counts } = counting();
    const analysis = open(source);
    const scores = await analysis.scores(look);
    const other = await analysis.scores({ ...look, scorer: findScorer("nan-aware") });
    expect(counts.read).toBe(3);
    expect([scores.scorer, other.scorer]).toEqual(["deepmind-code", "nan-aware"]);
    await analysis.scores({ ...look, bins: 9 });
    expect(counts.read).toBe(6);
    await analysis.scores({ ...look, request: { ...request, seed: 2 } });
    expect(counts.read).toBe(9);
    await analysis.scores({ ...look, request: { ...request, steps: 9 } });
    expect(counts.read).toBe(12);
  });

  test("maps alone are no evaluation: what is not measured is computed when it is wanted", async () => {
    const { source, counts } = counting();
    const analysis = open(source);
    const maps = await analysis.observation({ ...look, request: { ...request, measuring: false } });
    const evaluation = await analysis.evaluation(look);
    expect(counts.read).toBe(6);
    expect(maps.measured).toEqual({});
    expect(evaluation.measured[0]!.value).toBeGreaterThan(0);
    expect(maps.rates.rateMap).toEqual(evaluation.observation.rates.rateMap);
  });

  test("what failed is not kept", async () => {
    const { source, counts } = counting(1);
    const analysis = open(source);
    // Both wait for the same reading, and both are told.
    const asked = [analysis.scores(look), analysis.observation(look)];
    for (const one of await Promise.allSettled(asked)) {
      expect(one).toMatchObject({ status: "rejected", reason: { message: "the disk is gone" } });
    }
    expect(counts.read).toBe(1);
    expect((await analysis.scores(look)).grid60).toHaveLength(units);
    expect(counts.read).toBe(4);
  });
});

describe("is what the analyses give in one go", () => {
  test("observation, scores in pieces, null, lattices and borders, to the last bit", async () => {
    const analysis = open(plain);
    const whole = observe(engine, plain, { ...request, bins: 8, readout: true });
    const { rateMap } = whole.rates;
    const shape = { units, bins: 8 };
    expect(await analysis.observation(look)).toEqual(whole);
    const scores = scoreMaps(engine, rateMap, shape, scorer);
    expect(await analysis.scores(look)).toEqual(scores);
    expect(scores.ring60.filter((ring) => ring !== null).length).toBeGreaterThan(256);
    expect(await analysis.noise(look)).toEqual(
      matchedNull(engine, scorer, rateMap, shape, scores.grid60, request.seed),
    );
    const size = { units, binsX: 8, binsY: 8 };
    const lattices = await analysis.lattices(look);
    const expected = gridLattices(engine, rateMap, size, plain.arena, scorer.unvisited);
    for (const key of ["spacing", "orientation"] as const) {
      expect(Array.from(lattices[key])).toEqual(Array.from(expected[key]));
    }
    expect(await analysis.borders(look)).toEqual(borderScores(rateMap, size, plain.arena));
  });

  test("an evaluation says the step, the scorer and each metric between its levels", async () => {
    const evaluation = await open(plain).evaluation(look);
    expect(evaluation).toMatchObject({ step: 7, units, scorer: { name: "deepmind-code" } });
    const [error, ...others] = evaluation.measured;
    expect(others).toEqual([]);
    expect(error!.metric.name).toBe("decodeErrorCm");
    expect(error!.levels).toEqual(experiment.levels(request.seed).decodeErrorCm!);
    expect(error!.value).toBe(evaluation.observation.measured.decodeErrorCm!);
    expect(evaluation.activeUnits).toBe(units);
  });

  test("a source that measures nothing has nothing measured, and no levels", async () => {
    const source: ActivitySource = { ...plain, metrics: [], levels: () => ({}) };
    const analysis = new Analysis(engine, source, null);
    const evaluation = await analysis.evaluation(look);
    expect(evaluation).toMatchObject({ step: null, measured: [] });
  });

  test("units whose maps do not vary have no null", async () => {
    const { source } = knownNetwork(engine, { units: 3 });
    const evaluation = await open(source).evaluation({ ...look, scorer: findScorer("nan-aware") });
    expect(evaluation.nullScores).toBeUndefined();
    expect([...evaluation.scores.grid60]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect(evaluation.activeUnits).toBe(0);
  });
});

describe("between the pieces", () => {
  test("others breathe, and hear how far it is", async () => {
    const heard: [string, number][] = [];
    const events: string[] = [];
    const pace: Pace = {
      breathe: async () => void events.push("breath"),
      progress: (what, share) => void heard.push([what, share]),
      ended: () => void events.push("ended"),
    };
    await open(plain, pace).scores(look);
    expect(heard).toEqual([
      ["running along 450 trajectories", 150 / 450],
      ["running along 450 trajectories", 300 / 450],
      ["running along 450 trajectories", 1],
      // 256 units are scored at once.
      ["scoring", 256 / 300],
      ["scoring", 1],
    ]);
    expect(events).toEqual(["breath", "breath", "breath", "ended", "breath", "breath", "ended"]);
  });

  test("lattices, borders and the null begin after a breath", async () => {
    let breaths = 0;
    const analysis = open(plain, { breathe: async () => void breaths++ });
    await analysis.scores(look);
    for (const long of ["noise", "lattices", "borders"] as const) {
      const before = breaths;
      await analysis[long](look);
      expect(breaths).toBe(before + 1);
    }
  });

  test("whoever gives up ends it, leaves no memory behind, and may ask again", async () => {
    let giving = true;
    const ended: string[] = [];
    const { source, counts } = counting();
    const analysis = open(source, {
      breathe: async () => {
        if (giving && counts.read === 2) throw new Error("enough");
      },
      ended: () => void ended.push("ended"),
    });
    const { memory } = engine;
    const before = memory.used;
    const [given] = await Promise.allSettled([analysis.evaluation(look)]);
    expect(given).toMatchObject({ status: "rejected", reason: { message: "enough" } });
    expect(ended).toEqual(["ended"]);
    expect(memory.used).toBe(before);
    giving = false;
    expect((await analysis.observation(look)).samples).toBe(3600);
    expect(counts.read).toBe(5);
  });
});
