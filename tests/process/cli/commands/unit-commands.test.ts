/** `sac`, `tuning`, `decode`, `place` and `arena` on a tiny run. */
import { describe, expect, spyOn, test } from "bun:test";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { headingShares } from "../../../../src/analyse/heading-shares.ts";
import { showTunedUnits } from "../../../../src/cli/commands/tuning/tuning-answer.ts";
import { WorkerPool } from "../../../../src/engine/pool.ts";
import { readNpz } from "../../../../src/format/npz.ts";
import { capture } from "../../../support/capture.ts";
import { noColour } from "../../../support/terminals.ts";
import { trainTinyRun } from "../../../support/tiny-run.ts";

const run = await trainTinyRun(20);
const cli = (...argv: string[]) => capture([...argv, "--blas", "wasm"], run);
const json = async (...argv: string[]) => {
  const { code, stdout, stderr } = await cli(...argv, "--json");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout);
};
const few = ["--trajectories", "300"];
const coarse = [...few, "--bins", "8"];

describe("sac", () => {
  test("says of a unit what ratemaps --out says of it", async () => {
    await cli("ratemaps", "run", ...coarse, "--out", "maps.npz", "--force");
    const maps = readNpz(join(run.cwd, "maps.npz"));
    const scores = maps.get("grid60").data as Float64Array;
    const unit = scores.findIndex((score) => !Number.isNaN(score));
    const answer = await json("sac", "run", String(unit), ...coarse);
    expect(answer.grid60.mean).toBe(scores[unit]);
    expect(answer.grid60.minMax).toBeLessThanOrEqual(answer.grid60.mean);
    expect(answer.rateMap).toEqual(
      Array.from((maps.get("rate_map").data as Float64Array).subarray(unit * 64, (unit + 1) * 64)),
    );
    expect(answer.autocorrelogram).toHaveLength(225);
    expect(answer).toMatchObject({ unit, scorer: "nan-aware", bins: 8, box: [2.2, 2.2] });
  });
  test("draws map, ring and autocorrelogram with their bars", async () => {
    const { stdout } = await cli("sac", "quick", "113", "--trajectories", "2000");
    for (const part of ["rates of #113", "the ring that won", "autocorrelogram", "a.u.", "-1.0", "1.0 r"]) {
      expect(stdout).toContain(part);
    }
    expect(stdout).toMatch(/^hexagonal +1\.\d+ +mean form, ring of 0\.44-\d\.\d\d m$/m);
    expect(stdout).toMatch(/^spacing +1\.[01]\d\d m; of axes 1\.[012]\d\d ± 0\.0\d\d m$/m);
    expect(stdout).toMatch(/^orientation +\d+\.\d ± \d\.\d degrees; ellipticity 1\.\d\d$/m);
  });
  test("fits 30 rows of 100 columns, and has the numbers beside the maps at 160", async () => {
    const lines = async (columns: number, ...more: string[]) => {
      const argv = ["sac", "quick", "113", "--trajectories", "2000", ...more];
      const { stdout } = await capture(argv, { ...run, env: { COLUMNS: String(columns) } });
      for (const line of stdout.split("\n")) expect(Bun.stringWidth(line)).toBeLessThanOrEqual(columns);
      return stdout.trimEnd().split("\n");
    };
    for (const more of [[], ["--bins", "32"]]) {
      const [hundred, wide] = [await lines(100, ...more), await lines(160, ...more)];
      expect(hundred.length).toBeLessThanOrEqual(29);
      expect(wide.length).toBeLessThanOrEqual(24);
      expect(hundred[0]).toMatch(/^rates of #113 +autocorrelogram +the ring that won$/);
      expect(wide[0]).toMatch(/^rates of #113 +autocorrelogram +the ring that won +scorer /);
    }
  });
  test("a map that does not vary has no score", async () => {
    const { code, stdout } = await cli("sac", "run", "0", "--trajectories", "1", "--steps", "1");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^score +none: the map does not vary$/m);
    expect(stdout).not.toContain("autocorrelogram");
  });
});

describe("tuning", () => {
  test("the table and a unit agree", async () => {
    const all = await json("tuning", "run", ...few);
    expect(all).toMatchObject({ samples: 1500, shuffles: 100 });
    expect(all.units).toHaveLength(16);
    const unit = all.units.findIndex((one: { vectorLength: number | null }) => one.vectorLength !== null);
    const one = await json("tuning", "run", String(unit), ...few);
    expect(one.heading.vectorLength).toBe(all.units[unit].vectorLength);
    expect(one.heading.rates).toHaveLength(20);
    expect(one.speed).toMatchObject({ score: all.units[unit].speedScore, p: all.units[unit].speedP });
  });
  test("never speaks of tuning without its null", async () => {
    const table = (await cli("tuning", "run", ...few)).stdout;
    expect(table).toMatch(
      /^p <= 0\.05: \d+ of 16 to heading, \d+ of 16 to speed; by chance 1 and 1 would be\.$/m,
    );
    expect(table).toContain("slow the animal");
    expect(table).toContain("Null: 100 shuffles");
    const alone = (await cli("tuning", "run", ...few, "--shuffles", "0")).stdout;
    expect(alone).toContain("No shuffles, no null");
    expect(alone).not.toContain("by chance");
    const tooFew = (await cli("tuning", "run", ...few, "--shuffles", "18")).stdout;
    expect(tooFew.replaceAll("\n", " ")).toContain(
      "Too few: no p can be below 1 / 19, and 0.05 takes at least 19.",
    );
    expect(tooFew).not.toContain("by chance");
    expect((await cli("tuning", "run", ...few, "--shuffles", "19")).stdout).toContain("by chance 1");
  });
  test("counts only units that could be tuned, and gives the others no direction", () => {
    const [NaN4, two] = [
      new Float64Array(4).fill(Number.NaN),
      Float64Array.of(0.01, 0.2, Number.NaN, Number.NaN),
    ];
    const of = { bins: 1, visits: NaN4, rates: NaN4, direction: two, amplitude: NaN4, vectorLength: two };
    const found = {
      ...({ units: 4, samples: 9, shuffles: 100, shufflingBy: "exchange" } as const),
      heading: {
        ...{ ...of, signed: [false, false, false, false], null95: NaN4, p: two, directedShuffles: 0 },
        ...{ shiftedLength: NaN4, correlation: NaN4, correlationNull95: NaN4 },
      },
      speed: {
        ...of,
        limit: 1,
        score: NaN4,
        null95: NaN4,
        null99: NaN4,
        p: NaN4,
        atPlace: { score: NaN4, null95: NaN4, null99: NaN4, p: NaN4 },
      },
    };
    const shares = headingShares(found, { shuffled: [] }, undefined);
    const text = showTunedUnits(
      { tuning: found, twin: undefined, shares, smoothness: undefined },
      "heading",
      4,
      noColour,
    );
    expect(text).toContain("1 of 2 to heading, 0 of 0 to speed; by chance 0 and 0 would be.");
    expect(text).not.toContain("NaN");
  });
  test("has shares of tuned units beside shuffles and the untrained network, and sorts by smoothness", async () => {
    const answer = await json("tuning", "run", ...few, "--sort", "smoothness");
    const { vectorLength, significant, threshold, sectors } = answer.shares;
    expect([threshold, sectors, vectorLength.nullShare]).toEqual([0.47, 20, 0]);
    const above = answer.units.filter((unit: { vectorLength: number }) => unit.vectorLength > 0.47).length;
    expect(vectorLength.units).toBe(above);
    expect(vectorLength.share).toBe(above / answer.units.length);
    const untrained = await json("tuning", "run", ...few, "--untrained");
    expect(vectorLength.untrainedShare).toBe(untrained.shares.vectorLength.share);
    expect(untrained.shares.vectorLength.untrainedShare).toBeNull();
    expect(significant.nullShare).toBeWithin(0.04, 0.051);
    const { stdout } = await cli("tuning", "run", ...few, "--sort", "smoothness", "--best", "3");
    const listed = stdout.match(/^ +\d+ /gm)!.map(Number);
    const smoothest = answer.units
      .filter((unit: { smoothness: number | null }) => unit.smoothness !== null)
      .sort((a: { smoothness: number }, b: { smoothness: number }) => a.smoothness - b.smoothness);
    expect(listed).toEqual(smoothest.slice(0, 3).map(({ unit }: { unit: number }) => unit));
    expect(stdout).toContain("with the smoothest curves of heading");
    const sparse = await cli("tuning", "run", "--trajectories", "20", "--sort", "smoothness");
    expect(sparse.code).toBe(1);
    expect(sparse.stderr).toContain("sectors of heading were never visited");
    expect((await cli("tuning", "run", ...few, "--sort", "smooth")).stderr).toContain("smoothness");
  });
  test("gives signed units no vector length, and says what shifting would make of them", async () => {
    const signed = await trainTinyRun(10, ["--set", "model.activation=tanh"]);
    const argv = ["tuning", "run", ...few, "--blas", "wasm"];
    const { units, shares } = JSON.parse((await capture([...argv, "--json"], signed)).stdout);
    expect(shares.vectorLength.units).toBe(0);
    const lifted = units.filter((unit: { shiftedLength: number }) => unit.shiftedLength > 0.47).length;
    expect(shares.shifted.units).toBe(lifted);
    expect(shares.shifted.nullShare).toBeWithin(0, 1);
    for (const unit of units) {
      expect(unit.vectorLength).toBeNull();
      expect(unit.shiftedLength).toBeWithin(0.001, 1);
      expect(unit.correlation).toBeWithin(0, 1);
    }
    const text = (await capture(argv, signed)).stdout;
    expect(text).toContain("the same, rates shifted to zero");
    expect(text).toMatch(/^ unit +correlation +null 95 % +p /m);
    const one = (await capture([...argv, "0"], signed)).stdout.replace(/\s+/g, " ");
    expect(one).toContain("shifted to zero first, as published: 0.");
  });
  test("draws both curves", async () => {
    const { stdout } = await cli("tuning", "quick", "72", ...few);
    for (const part of ["90°", "180°", "mean rate (a.u.)", "mean direction", "m/s"]) {
      expect(stdout).toContain(part);
    }
    expect(stdout).toMatch(/^heading +mean vector length 0\.[45]\d\d; null below 0\.\d+ in 95 %, p 0\.010$/m);
  });
});

test("sac, ratemaps and the figures of maps compute no decode error", async () => {
  const pool = spyOn(WorkerPool.prototype, "run");
  try {
    await json("sac", "run", "6", ...coarse);
    await json("ratemaps", "run", ...coarse, "--out", "undecoded.npz");
    await json("figure", "run", "ratemaps", ...coarse, "--out", "undecoded.png");
    const decoding = pool.mock.calls.flatMap(([, , { decoding }]) =>
      decoding === undefined ? [] : [decoding],
    );
    expect(decoding.length).toBeGreaterThan(2);
    expect(decoding.every((value) => value === 0)).toBe(true);
  } finally {
    pool.mockRestore();
  }
});

describe("decode", () => {
  test("writes what it draws", async () => {
    const answer = await json("decode", "run", ...few, "--steps", "7", "--out", "paths.npz");
    const file = readNpz(join(run.cwd, "paths.npz"));
    expect(file.get("true").shape).toEqual([300, 7, 2]);
    expect(file.get("decoded").shape).toEqual([300, 7, 2]);
    const error = file.get("error").data as Float32Array;
    const mean = (100 * error.reduce((sum, value) => sum + value, 0)) / error.length;
    expect(answer.decodeErrorCm).toBeCloseTo(mean, 3);
    expect(answer.errorByStepCm).toHaveLength(7);
    expect(answer.floorCm).toBeLessThan(answer.decodeErrorCm);
    const again = await cli("decode", "run", "--out", "paths.npz");
    expect([again.code, again.stdout]).toEqual([1, ""]);
    expect(again.stderr).toContain("paths.npz exists");
  });
  test("of the code itself errs by as much as its floor", async () => {
    const answer = await json("decode", "run", ...few, "--encoded");
    expect(answer.decodeErrorCm / answer.floorCm).toBeGreaterThan(0.8);
    expect(answer.decodeErrorCm / answer.floorCm).toBeLessThan(1.25);
    expect((await cli("decode", "run", ...few, "--encoded")).stdout).toContain("no network: the true code");
  });
  test("draws paths, the curve of the error, floor and chance", async () => {
    const { stdout } = await cli("decode", "run", ...few, "--draw", "2");
    for (const part of [
      "true",
      "decoded",
      "start",
      "0.2 m",
      "mean decode error (cm)",
      "floor",
      "chance 84.2",
    ]) {
      expect(stdout).toContain(part);
    }
    expect(stdout).toContain("300 trajectories of 5 steps, 2 drawn");
    expect((await cli("decode", "run", ...few, "--draw", "0")).stdout).not.toMatch(/path 1|start/);
  });
});

test("place: the code beside the network", async () => {
  const answer = await json("place", "run", "3", ...coarse);
  expect(answer.code).toHaveLength(64);
  expect(answer.predicted).toHaveLength(64);
  const { stdout } = await cli("place", "run", "3", ...coarse);
  expect(stdout).toStartWith("place cell 3: probabilities\n\nin the place code     by the network\n");
  expect(stdout).toMatch(/^centre +x \S+ m, y \S+ m$/m);
});

test("arena: what simulate would say, and the centres", async () => {
  const answer = await json("arena", "run", "--trajectories", "2", "--steps", "9");
  expect(answer.centres).toHaveLength(32);
  expect(answer.trajectories.map((path: unknown[]) => path.length)).toEqual([10, 10]);
  const { stdout } = await cli("arena", "run");
  expect(stdout).toContain("centres of place cells");
  expect(stdout).toContain("32, each of width 0.4 m");
});

test("refuses before it computes", async () => {
  writeFileSync(join(run.cwd, "mine.npz"), "mine");
  const cases: [string[], 1 | 2, string][] = [
    [["sac", "run", "16"], 2, "there is no unit 16\n  units are 0 to 15"],
    [["sac", "run", "-1"], 2, "there is no unit -1"],
    [["sac", "run", "1.5"], 2, "there is no unit 1.5"],
    [["sac", "run", "first"], 2, "there is no unit first"],
    [["sac", "run"], 2, "sac needs UNIT"],
    [["sac", "absent", "1"], 1, "there is no run or checkpoint absent"],
    [["sac", "run", "1", "--cmap", "rainbow"], 2, '--cmap is "rainbow"'],
    [["sac", "run", "1", "--images", "iterm"], 2, '--images is "iterm"'],
    [["tuning", "run", "99"], 2, "there is no unit 99"],
    [["tuning", "run", "--trajectories", "3"], 2, "3 trajectories are too few to shuffle"],
    [["place", "run", "32"], 2, "there is no place cell 32\n  place cells are 0 to 31"],
    [["decode", "run", "--out", "mine.npz"], 1, "mine.npz exists"],
    [["decode", "run", "--out", "absent/x.npz"], 1, "absent does not exist"],
  ];
  for (const [argv, code, cause] of cases) {
    const said = await cli(...argv);
    expect({ argv, code: said.code, stdout: said.stdout }).toEqual({ argv, code, stdout: "" });
    expect(said.stderr).toContain(cause);
    expect(said.stderr).toMatch(/^error: .*\n {2}.*\n$/);
  }
  expect(existsSync(join(run.cwd, "absent"))).toBe(false);
});
