import { describe, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scorers } from "../../../../src/analyse/scorer.ts";
import { hexagonalCell, sampleMap } from "../../../../src/analyse/synthetic.ts";
import { npyArray, numbersOf } from "../../../../src/format/npy-array.ts";
import { readNpz, writeNpz } from "../../../../src/format/npz.ts";
import { capture } from "../../../support/capture.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";

const cwd = temporaryDirectory();
const bins = 20;
const box = { width: 2.2, height: 2.2 };
const cell = hexagonalCell({ period: 0.6 });
const oval = sampleMap((x, y) => cell(x / 1.35, y, 0), bins, bins, box);
const silent = new Float64Array(bins * bins);
const maps = npyArray(Float64Array.of(...sampleMap(cell, bins, bins, box), ...oval, ...silent), [
  3,
  bins,
  bins,
]);
writeFileSync(join(cwd, "maps.npz"), writeNpz({ maps }));
const run = (...argv: string[]) => capture(argv, { cwd });

interface Answer {
  scorer: string;
  bins: number;
  units: { grid60: number | null; undone?: { aspectRatio: number; directionDegrees: number } | null }[];
}
const json = async (...argv: string[]) => {
  const { code, stdout, stderr } = await run(...argv, "--json");
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/^$|bins are unvisited/) });
  return JSON.parse(stdout) as Answer;
};

test.each(scorers.map(({ name }) => name))("%s finds a hexagon, and not in silence", async (name) => {
  const { scorer, units } = await json("score", "maps.npz", "--scorer", name, "--null", "none");
  expect(scorer).toBe(name);
  expect(units[0]!.grid60).toBeGreaterThan(1.2);
  expect(units[2]!.grid60).toBeNull();
  expect(units[0]).not.toHaveProperty("undone");
});

describe("with the ellipse undone", () => {
  test("it stands beside each score, in JSON and in the file", async () => {
    const argv = [
      "score",
      "maps.npz",
      "--scorer",
      "six-peaks+elliptical",
      "--null",
      "0",
      "--out",
      "scores.npz",
    ];
    const { scorer, units } = await json(...argv);
    expect(scorer).toBe("six-peaks+elliptical");
    expect(units[1]!.undone!.aspectRatio).toBeCloseTo(1.35, 1);
    expect(Math.abs(Math.sin((units[1]!.undone!.directionDegrees * Math.PI) / 180))).toBeLessThan(0.1);
    expect(units[2]!.undone).toBeNull();
    const file = readNpz(join(cwd, "scores.npz"));
    expect(numbersOf(file.get("undone_aspect_ratio"), "aspect ratios")[1]).toBe(
      units[1]!.undone!.aspectRatio,
    );
    expect(numbersOf(file.get("undone_direction"), "directions")[2]).toBeNaN();
    expect(readFileSync(join(cwd, "scores.npz")).length).toBeGreaterThan(500);
  });

  test("and in the table, with why a map has no score", async () => {
    const { stdout } = await run("score", "maps.npz", "--scorer", "pearson+elliptical", "--null", "none");
    expect(stdout).toMatch(/1\.3\d at \d+°/);
    const told = stdout.replaceAll("\n", " ");
    expect(told).toContain("1 of 3 units have no score: their maps do not vary, or have peaks on no ellipse");
  });
});

describe("bins that follow from the scorer", () => {
  const some = ["quick", "--trajectories", "60"];

  test("in evaluate, compare and sac", async () => {
    expect((await json("evaluate", ...some, "--scorer", "topographic")).bins).toBe(32);
    expect((await json("sac", "quick", "3", "--trajectories", "60", "--scorer", "nfl")).bins).toBe(44);
    expect((await json("evaluate", ...some, "--scorer", "nfl", "--bins", "12")).bins).toBe(12);
    expect((await json("evaluate", ...some, "--scorer", "six-peaks")).bins).toBe(20);
  });

  test("score says for which maps it is made", async () => {
    const { stdout } = await run("score", "maps.npz", "--scorer", "nfl", "--null", "none");
    expect(stdout).toMatch(/^made for +bins of 0.05 m$/m);
  });
});

test("a figure says what was undone in it", async () => {
  const argv = ["figure", "quick", "sac", "--unit", "67", "--trajectories", "300"];
  const drawn = async (scorer: string) => {
    const { code } = await run(...argv, "--scorer", scorer, "--out", "sac.svg", "--force");
    expect(code).toBe(0);
    return readFileSync(join(cwd, "sac.svg"), "utf8");
  };
  expect(await drawn("six-peaks+elliptical")).toMatch(/1\.\d\d at \d+°/);
  expect(await drawn("six-peaks")).not.toContain("undone");
});
