/** `lags` on a bundled network and on files, in this process. */
import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { hexagonalCell } from "../../../../src/analyse/synthetic.ts";
import { npyArray } from "../../../../src/format/npy-array.ts";
import { writeNpz } from "../../../../src/format/npz.ts";
import { capture } from "../../../support/capture.ts";
import { recordedCells } from "../../../support/recorded-cells.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";

const folder = temporaryDirectory();
/** Ideal cells of the current position, as a file of activity. */
const file = join(folder, "cells.npz");
const cells = [hexagonalCell({ period: 0.6 }), hexagonalCell({ period: 0.8, phase: [0.1, 0.2], angle: 0.2 })];
const recorded = await recordedCells(cells, { trials: 40, steps: 150 });
await Bun.write(file, writeNpz(recorded));

const small = ["--max-lag", "4", "--trajectories", "200", "--units", "0-11", "--workers", "2"];
const lags = (...words: string[]) => capture(["lags", ...words, "--quiet"], { cwd: folder });

describe("of a network", () => {
  test("classes stand beside those of shuffles and of the untrained network", async () => {
    const { code, stdout } = await lags("quick", ...small);
    expect(code).toBe(0);
    expect(stdout.split("\n")[0]).toMatch(/^(Yes|No)\. Predictive of 12 units:/);
    expect(stdout).toMatch(/rule +class +units +untrained +shuffles, mean +at most/);
    for (const rule of ["fork-loose", "fork-strict", "ouchi2024"]) expect(stdout).toContain(rule);
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  test("one rule in JSON", async () => {
    const { stdout } = await lags("quick", ...small, "--rule", "ouchi2024", "--json");
    const [network] = JSON.parse(stdout).networks;
    expect(network.rules.map(({ rule }: { rule: string }) => rule)).toEqual(["ouchi2024"]);
    const [{ classes }] = network.rules;
    const counts = classes.map(({ count }: { count: number }) => count);
    expect(counts.reduce((sum: number, count: number) => sum + count, 0)).toBe(12);
    for (const { untrained, shuffles } of classes) {
      expect(untrained).toBeNumber();
      expect(shuffles.mean).toBeLessThanOrEqual(shuffles.most);
    }
    expect(network.lags).toEqual([-4, -3, -2, -1, 0, 1, 2, 3, 4]);
    expect(network.steps).toBe(20);
  });

  test("without shuffles there is no claim", async () => {
    const { stdout } = await lags("quick", ...small, "--shuffles", "0");
    expect(stdout).toStartWith("No null, so no claim (--shuffles 0).");
    expect(stdout).toContain("needs 20 shuffles or more");
  });

  test("several have a row each", async () => {
    const { stdout } = await lags("quick", "hexagons", ...small, "--shuffles", "0");
    expect(stdout).toMatch(/predictive units +of +fork-loose/);
    expect(stdout).toMatch(/\n quick +12 +\d/);
    expect(stdout).toMatch(/\n mean +\d/);
  });
});

describe("of a file", () => {
  test("explained variance leaves cells of the current position where they are", async () => {
    const { stdout } = await lags(file, "--json");
    const [network] = JSON.parse(stdout).networks;
    expect(network.units.map(({ bestCm }: { bestCm: number }) => bestCm)).toEqual([0, 0]);
    expect(network.untrained).toBe(false);
    expect(network.noUntrained).toBe("a file has none");
    expect(network.verdict).toStartWith("No. Predictive of 2 units: 0 by fork-loose");
  });

  test("says that there is no untrained network", async () => {
    const { stdout } = await lags(file, "--by", "distance", "--max-lag", "10", "--lag-step", "5");
    expect(stdout).toContain("No untrained network beside it: a file has none.");
    expect(stdout).toContain("5 lags, -10 to 10 cm along the path");
  });

  test("of one trajectory has no halves, and no claim", async () => {
    const { stdout } = await lags(file, "--trajectories", "1", "--max-lag", "2");
    expect(stdout).toStartWith("No claim: one trajectory has no halves.");
    expect(stdout).toContain("One trajectory has no halves");
  });

  test("of one unit is spoken of as one", async () => {
    const { stdout } = await lags(file, "--units", "1", "--max-lag", "2", "--trajectories", "10");
    expect(stdout).toContain("Predictive of 1 unit:");
  });

  test("may have gaps", async () => {
    const position = Float64Array.from(recorded.position.data as Float32Array);
    position.fill(Number.NaN, 300, 420);
    const gaps = join(folder, "gaps.npz");
    await Bun.write(gaps, writeNpz({ ...recorded, position: npyArray(position, [40, 150, 2]) }));
    const pairsOf = async (name: string) =>
      JSON.parse((await lags(name, "--max-lag", "1", "--shuffles", "0", "--json")).stdout).networks[0].pairs;
    const [whole, missing] = [await pairsOf(file), await pairsOf(gaps)];
    // 60 moments from the start of a trial: the first has no lag before it, and one after them is lost.
    expect(missing).toEqual(whole.map((pairs: number) => pairs - 60));
  });
});

test.each([
  [["--rule", "mine"], "there is no rule 'mine'"],
  [["--max-lag", "200"], "a lag of 200 steps is longer than the trajectories, 150 steps"],
  [["--trajectories", "41"], "40 trials"],
  [["--units", "0,2"], "there is no unit 2"],
  [["--lags", "1:5"], "the lags 1 to 4 leave out 0"],
  [["--untrained"], "is a file of activity"],
  [["--null", "random"], "--null"],
])("%p is refused in a line", async (words, cause) => {
  const { code, stderr, stdout } = await lags(file, ...words);
  expect(code).toBeGreaterThan(0);
  expect(stdout).toBe("");
  expect(stderr).toContain(cause);
  expect(stderr.trimEnd().split("\n").length).toBeLessThanOrEqual(2);
});
