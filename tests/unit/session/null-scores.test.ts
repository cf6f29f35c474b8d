import { afterAll, describe, expect, test } from "bun:test";
import { scoreMaps } from "../../../src/analyse/grid-score.ts";
import { matchedNull } from "../../../src/analyse/null.ts";
import { mapNullScores } from "../../../src/analyse/nulls/map-null.ts";
import type { NullKind } from "../../../src/analyse/nulls/null-scores.ts";
import { ShiftedMaps } from "../../../src/analyse/nulls/shifted-maps.ts";
import { findScorer } from "../../../src/analyse/scorer.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { Analysis } from "../../../src/session/analysis.ts";
import type { Look } from "../../../src/session/look.ts";
import { knownNetwork } from "../../support/known-network.ts";

const engine = await openEngine({ workers: 2, blas: "wasm" });
afterAll(() => engine.close());

const scorer = findScorer("nan-aware");
const request = { seed: 1, trajectories: 450, steps: 8 };
const units = 30;
const networkOf = (shift: number) =>
  knownNetwork(engine, {
    units,
    encoder: (cell, unit) => (cell === (unit + shift) % 64 ? 1 + unit / units : 0),
    recurrent: (from, to) => (from === to ? 1 : 0),
    decoder: () => 0,
  }).source;
const source = networkOf(0);
const analysis = new Analysis(engine, source, 7, undefined, () => networkOf(11));

const look = (kind: NullKind, shuffles?: number): Look => ({
  ...{ request, bins: 8, scorer },
  null: { kind, shuffles },
});
const membersOf = async (kind: NullKind, shuffles?: number) =>
  (await analysis.nullScores(look(kind, shuffles)))!;

describe("the null of a look", () => {
  test("is matched noise when nobody says", async () => {
    const usual = await analysis.nullScores({ request, bins: 8, scorer });
    expect(usual).toBe((await analysis.noise(look("untrained")))!);
    expect(usual).toMatchObject({ kind: "smoothed-noise", pooled: true, shuffles: 1000 });
  });

  test("of noise has as many maps as are wanted", async () => {
    const { rateMap } = (await analysis.observation(look("untrained"))).rates;
    const { grid60 } = await analysis.scores(look("untrained"));
    const wanted = matchedNull(engine, scorer, rateMap, { units, bins: 8 }, grid60, 1, 40)!;
    expect(await membersOf("smoothed-noise", 40)).toEqual(wanted);
  });

  test.each(["field-shuffle", "phase-randomised"] as const)("of %s is scored unit by unit", async (kind) => {
    const { rateMap } = (await analysis.observation(look(kind))).rates;
    const found = await membersOf(kind, 25);
    const options = { kind, bins: 8, seed: 1, shuffles: 25, scorer, box: source.arena };
    const { grid60, grid90, border } = mapNullScores(engine, rateMap, options);
    expect(found).toMatchObject({ kind, pooled: false, shuffles: 25, seed: 1, bins: 8 });
    expect([found.grid60, found.grid90]).toEqual([grid60, grid90]);
    expect(found.border).toEqual(border);
    expect(border === undefined).toBe(kind === "phase-randomised");
  });

  test.each(["time-shift", "trajectory-shift"] as const)(
    "of %s is scored shuffle by shuffle",
    async (kind) => {
      const shifted = new ShiftedMaps(engine, source, { kind, request, bins: 8, seed: 1 }, 0, 3);
      for (const range of source.portions(request)) shifted.look(range);
      const second = scoreMaps(engine, shifted.mapsOf(1), { units, bins: 8 }, scorer);
      shifted.free();
      const found = await membersOf(kind, 3);
      expect(found).toMatchObject({
        kind,
        pooled: false,
        shuffles: 3,
        leastShift: kind === "time-shift" ? 2 : undefined,
      });
      expect([...found.grid60].filter((_, i) => i % 3 === 1)).toEqual([...second.grid60]);
      expect([...found.grid90].filter((_, i) => i % 3 === 1)).toEqual([...second.grid90]);
    },
  );

  test("of the untrained network has its units", async () => {
    const twin = await new Analysis(engine, networkOf(11), 0).scores(look("untrained"));
    const found = await membersOf("untrained");
    expect(found).toMatchObject({ kind: "untrained", pooled: true, shuffles: units });
    expect([found.grid60, found.grid90]).toEqual([twin.grid60, twin.grid90]);
  });

  test("stands in the evaluation", async () => {
    const { nullScores } = await analysis.evaluation(look("field-shuffle", 25));
    expect(nullScores).toBe(await membersOf("field-shuffle", 25));
  });

  test("of units that do not vary is none", async () => {
    const flat = new Analysis(
      engine,
      knownNetwork(engine, { units: 3, encoder: () => 0, recurrent: () => 0, decoder: () => 0 }).source,
      7,
    );
    for (const kind of ["smoothed-noise", "field-shuffle", "trajectory-shift"] as const) {
      expect(await flat.nullScores(look(kind, 2))).toBeUndefined();
    }
  });
});

describe("a null that the source does not have is refused before anything is run", () => {
  const recording = new Analysis(engine, source, null);

  test("an untrained network of a recording", () => {
    expect(() => recording.checkNull(look("untrained"))).toThrow("no network before its first step");
    expect(() => analysis.checkNull(look("untrained"))).not.toThrow();
  });

  test("shifts of what is too short, or alone", () => {
    const asked = (kind: NullKind, changed: object) =>
      recording.checkNull({ ...look(kind), request: { ...request, ...changed } });
    expect(() => asked("time-shift", { steps: 1 })).toThrow("trajectories of one step");
    expect(() => asked("trajectory-shift", { trajectories: 1 })).toThrow("one trajectory");
    expect(() => asked("time-shift", { trajectories: 1 })).toThrow(
      "1 trajectory of 8 steps has 5 time shifts",
    );
    expect(() => asked("time-shift", { trajectories: 4 })).not.toThrow();
    expect(() => asked("trajectory-shift", { trajectories: 200 })).toThrow("200 trajectories have 199");
    expect(() => asked("trajectory-shift", { trajectories: 201 })).not.toThrow();
  });
});
