import { describe, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { differingSettings, spreadOf } from "../../../src/session/comparison.ts";
import { namedNetworks } from "../../../src/session/named-networks.ts";
import { temporaryDirectory } from "../../support/temporary.ts";

describe("the spread of a number", () => {
  test("is mean, s.d. by n - 1 and range of those that have it", () => {
    const { deviation, ...rest } = spreadOf([1, 2, Number.NaN, 6]);
    expect(rest).toEqual({ count: 3, mean: 3, lowest: 1, highest: 6 });
    expect(deviation).toBeCloseTo(Math.sqrt(7), 12);
  });

  test("of one has no s.d., of none nothing", () => {
    expect(spreadOf([4])).toMatchObject({ count: 1, mean: 4, deviation: Number.NaN });
    expect(spreadOf([Number.NaN])).toMatchObject({ count: 0, mean: Number.NaN, lowest: Number.NaN });
  });
});

test("settings that differ have a value of every network, in their order", () => {
  const configs = [
    { seed: 0, train: { steps: 5 } },
    { seed: 1, train: { steps: 5 }, extra: true },
  ];
  expect(differingSettings([...configs, undefined].map((config) => ({ config })))).toEqual([
    { key: "seed", values: [0, 1, undefined] },
    { key: "extra", values: [undefined, true, undefined] },
  ]);
  expect(differingSettings([{ config: configs[0] }, { config: undefined }])).toEqual([]);
});

describe("names", () => {
  const cwd = temporaryDirectory();
  const names = ["quick-10", "quick-2", "other", "empty"];
  for (const name of names) {
    mkdirSync(join(cwd, "runs", name), { recursive: true });
    if (name !== "empty") writeFileSync(join(cwd, "runs", name, "manifest.json"), "{}");
  }
  writeFileSync(join(cwd, "runs", "index.sqlite"), "");
  const given = (...words: string[]) => namedNetworks(words, cwd).map((one) => one.given);

  test("a pattern is the runs that fit it, by their numbers", () => {
    expect(given("runs/quick-*")).toEqual(["runs/quick-2", "runs/quick-10"]);
    expect(given("runs/{other,quick-2}")).toEqual(["runs/other", "runs/quick-2"]);
    expect(given("quick-*")).toEqual(["runs/quick-2", "runs/quick-10"]);
    expect(() => given("runs/slow-*")).toThrow("nothing is called runs/slow-*");
  });

  test("a folder is the runs in it, and everything stands once", () => {
    expect(given("runs")).toEqual(["runs/other", "runs/quick-2", "runs/quick-10"]);
    expect(given("runs/quick-10", "runs", "quick")).toEqual([
      "runs/quick-10",
      "runs/other",
      "runs/quick-2",
      "quick",
    ]);
    expect(namedNetworks(["other"], cwd)).toEqual([{ given: "other", path: join(cwd, "runs/other") }]);
    expect(() => given("runs/empty")).toThrow("neither a run nor a folder of runs");
  });
});
