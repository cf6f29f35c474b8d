/** `ablate` on the bundled network: what it says of lesions, and what it refuses. */
import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hexagonalCell } from "../../../../src/analyse/synthetic.ts";
import { numbersOf } from "../../../../src/format/npy-array.ts";
import { readNpz, writeNpz } from "../../../../src/format/npz.ts";
import { capture } from "../../../support/capture.ts";
import { recordedCells } from "../../../support/recorded-cells.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";

const cwd = temporaryDirectory();
const small = ["--trajectories", "100", "--steps", "5,10", "--bins", "12", "--blas", "wasm"];
const cli = (...argv: string[]) => capture(["ablate", ...argv], { cwd });
const json = async (...argv: string[]) => {
  const { code, stdout, stderr } = await cli(...argv, ...small, "--json", "--quiet");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout);
};

interface Said {
  readonly name: string;
  readonly units: number[];
  readonly unitCount: number;
  readonly meanActivity: number;
  readonly errorCm: readonly { mean: number; low: number; high: number }[];
  readonly lossCm: readonly { mean: number; low: number; high: number }[];
  readonly controls: readonly (Omit<Said, "errorCm"> & {
    trials: Said[];
    meanErrorCm: number[];
    p: number[];
  })[];
}

describe("ablate quick", () => {
  test("a lesion of the best units, beside others, floor and chance, the same twice", async () => {
    const said = await json("quick", "--top", "4,32", "--trials", "3");
    expect(said).toMatchObject({ steps: [5, 10], trajectories: 100, scorer: "nan-aware", bins: 12, seed: 0 });
    expect(said.baselineErrorCm[0].mean).toBeWithin(said.floorCm, 6);
    expect(said.untrainedErrorCm[0].mean).toBeGreaterThan(70);
    const [four, many] = said.lesions as Said[];
    expect([four!.name, many!.name]).toEqual(["top 4", "top 32"]);
    expect(many!.units.length).toBe(32);
    expect(many!.lossCm[0]!.low).toBeGreaterThan(four!.lossCm[0]!.high);
    expect(many!.errorCm[0]!.mean).toBeCloseTo(said.baselineErrorCm[0].mean + many!.lossCm[0]!.mean, 9);
    expect(many!.controls.map(({ name }) => name)).toEqual(["random", "of like rate", "least active"]);
    const [random, rate, idle] = many!.controls;
    for (const { trials } of [random!, rate!])
      expect(trials.map(({ unitCount }) => unitCount)).toEqual([32, 32, 32]);
    const far = (set: Pick<Said, "meanActivity">) => Math.abs(set.meanActivity / many!.meanActivity - 1);
    expect(Math.max(...rate!.trials.map(far))).toBeLessThan(0.1);
    expect(idle!.trials[0]!.meanActivity).toBeLessThan(0.7 * many!.meanActivity);
    expect(idle!.trials[0]!.errorCm[0]!.mean).toBeLessThan(many!.errorCm[0]!.mean);
    expect(await json("quick", "--top", "4,32", "--trials", "3", "--workers", "1")).toEqual(said);
  }, 60_000);

  test("units by number and by filter", async () => {
    const listed = await json("quick", "--units", "9,3-5,4", "--trials", "0");
    expect(listed.lesions[0].units).toEqual([3, 4, 5, 9]);
    const filtered = await json("quick", "--units", "grid60>1", "--trials", "1");
    expect(filtered.lesions[0].units.length).toBeWithin(3, 100);
    const { stdout } = await cli("quick", "--units", "3,4", "--trials", "0", ...small);
    expect(stdout).toStartWith("Without 3,4 (2 units) the error over 5 steps grows by ");
    expect(stdout).toContain("Without controls nothing follows.");
  }, 60_000);
});

test("--out writes numbers and a figure, and nothing over what is there", async () => {
  const flags = [
    "quick",
    "--units",
    "3,4",
    "--trials",
    "2",
    ...small,
    "--world-set",
    "speedScale=1.4",
    "--out",
    "lesions",
  ];
  const { code, stdout } = await cli(...flags);
  expect(code).toBe(0);
  const names = ["ablation.json", "predictive_ablation_effects.png", "predictive_ablation_effects.svg"];
  for (const name of names) expect(stdout).toContain(join(cwd, "lesions", name));
  const read = (name: string) => readFileSync(join(cwd, "lesions", name), "utf8");
  expect(JSON.parse(read("ablation.json"))).toMatchObject({
    trajectories: 100,
    lesions: [{ units: [3, 4] }],
    conditions: { speedScale: 1.4 },
  });
  expect(read(names[2]!)).toContain("without 3,4 (2 units)");
  expect(read(names[2]!)).toContain("speedScale = 1.4");
  expect(await cli(...flags)).toMatchObject({
    code: 1,
    stderr: `error: ${join(cwd, "lesions", "ablation.json")} exists\n  use --force or another folder\n`,
  });
  writeFileSync(join(cwd, "file"), "");
  expect((await cli("quick", "--units", "3", "--out", "file")).stderr).toContain("file is no folder");
}, 60_000);

describe("a class of lags", () => {
  const few = [...small, "--shuffles", "1", "--trials", "1"];

  test("is silenced beside what the same rule finds elsewhere, and written by the published keys", async () => {
    const flags = ["quick", "--units", "predictive", "--estimator", "gridness", ...few, "--out", "class"];
    const { code, stdout } = await cli(...flags);
    expect(code).toBe(0);
    const read = (name: string) => JSON.parse(readFileSync(join(cwd, "class", name), "utf8"));
    const said = read("ablation.json");
    const [lesion] = said.lesions as Said[];
    expect(said.class).toMatchObject({ name: "predictive", rule: "fork-loose", estimator: "gridness" });
    expect(said.class.units).toBe(lesion!.units.length);
    expect(said.class.units).toBeGreaterThan(5);
    expect(said.class.shuffles).toHaveLength(1);
    const how = { scorer: "nan-aware", bins: 12, edges: "excluded", thresholds: { gridness: 0.2 } };
    expect(said.class).toMatchObject({ ...how, null: { kind: "circular", alpha: 0.05 } });
    expect(stdout).toMatch(/^class {7}predictive by fork-loose: \d+ units; \d+ in the untrained/m);
    expect(stdout).toMatch(/^fork-loose {2}score at the best lag >= threshold/m);
    expect(stdout).toMatch(/^best lag {4}by gridness, outermost lags excluded$/m);
    expect(stdout.match(/^scores .*/gm)).toEqual(["scores      hexagonal, nan-aware, 12 x 12 bins"]);
    const words = readFileSync(join(cwd, "class", "predictive_ablation_effects.svg"), "utf8");
    expect(words.replace(/<[^>]*>\s*/g, " ")).toContain("Class: predictive by fork-loose");
    expect(read("predictive_ablation_metrics.json")).toEqual({
      batches: 1,
      baseline_error_cm: said.baselineErrorCm[0].mean,
      predictive_error_cm: lesion!.errorCm[0]!.mean,
      random_error_cm: [lesion!.controls[0]!.trials[0]!.errorCm[0]!.mean],
      predictive_unit_count: lesion!.units.length,
      random_trials: 1,
    });
  }, 120_000);

  test("of another rule, or without units, is refused", async () => {
    const strict = await cli("quick", "--units", "zero-lag", ...few, "--quiet");
    expect(strict.stderr).toBe(
      "error: fork-loose has no class zero-lag\n  its classes: predictive, phase-precession, phase-locked, low-grid, unclassified\n",
    );
    const ouchi = await cli("quick", "--units", "predictive", "--rule", "ouchi2024", ...few, "--quiet");
    const none = await cli("quick", "--units", "predictive", ...few, "--quiet");
    expect(none.stderr).toBe(
      "error: fork-loose finds no predictive unit, with the best lag by explained-variance\n  name another --rule or --estimator, or --faithful\n",
    );
    expect(ouchi.stderr).toBe("error: ouchi2024 says nothing with 1 shuffles\n  write: --shuffles 20\n");
  }, 60_000);
});

test("lags --ablate silences the predictive units, and fills the published arrays", async () => {
  const argv = ["lags", "quick", "--faithful", "--max-lag", "3", "--trajectories", "100", "--steps", "12"];
  const flags = ["--shuffles", "0", "--bins", "12", "--units", "0-40", "--blas", "wasm", "--quiet"];
  const wanted = ["--ablate", "--ablation-trajectories", "40", "--ablation-trials", "2", "--out", "lags"];
  const { code, stdout, stderr } = await capture([...argv, ...flags, ...wanted], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain("Without predictive (");
  const at = (name: string) => join(cwd, "lags", name);
  const data = readNpz(at("gridness_data.npz"));
  const number = (name: string) => numbersOf(data.get(name), name);
  const metrics = JSON.parse(readFileSync(at("predictive_ablation_metrics.json"), "utf8"));
  expect(metrics.predictive_unit_count).toBe(number("classes_predictive").length);
  expect(metrics.predictive_unit_count).toBeGreaterThan(0);
  expect([...number("ablation_baseline_error_cm")]).toEqual([metrics.baseline_error_cm]);
  expect([...number("ablation_predictive_error_cm")]).toEqual([metrics.predictive_error_cm]);
  expect([...number("ablation_random_error_cm")]).toEqual(metrics.random_error_cm);
  const summary = readFileSync(at("summary.txt"), "utf8");
  expect(summary).toContain(`\nablation_predictive_error_cm: ${metrics.predictive_error_cm}\n`);
  expect(summary).toContain("\nablation_batches: 0.4\n");
  expect(existsSync(at("predictive_ablation_effects.svg"))).toBe(true);
}, 120_000);

test.each([
  ["", "error: nothing is to be silenced\n  write for example: --top 8,16,32 or --units 3,17\n"],
  [
    "--units grid60>7",
    "error: there is no unit to silence: grid60>7 is empty\n  choose others, or a lower threshold\n",
  ],
  ["--units 0-255", "error: 0-255 are all 256 units\n  leave some: nothing speaks without any\n"],
  ["--units 256", "error: there is no unit 256\n  units are 0 to 255\n"],
  [
    "--units predictve",
    "error: there is no class predictve\n  did you mean predictive? classes: predictive, ",
  ],
  ["--units grid61>1", "error: there is no grid61; did you mean grid60? "],
  [
    "--top 8,300",
    "error: there is no top 300: 256 of 256 units have a score\n  name smaller numbers: --top 8,16\n",
  ],
  ["--top 8,x", 'error: --top is "8,x"\n  write whole numbers: --top 8,16,32\n'],
  ["--top 8 --steps 0,5", 'error: --steps is "0,5"\n  write whole numbers: --steps 8,16,32\n'],
  ["--top 8 --trajectories 1", 'error: --trajectories is "1"\n'],
  ["--top 8 --tap gates", "error: this network has no tap gates\n"],
])("ablate quick %s is refused", async (flags, line) => {
  const words = flags === "" ? [] : flags.split(" ");
  const usual = ["--trajectories", "20", "--quiet", "--bins", "8"];
  const { code, stdout, stderr } = await cli("quick", ...usual, ...words);
  expect(code).toBeGreaterThan(0);
  expect(stdout).toBe("");
  expect(stderr).toStartWith(line);
});

test.each([
  ["grid61>1", "error: there is no grid61; did you mean grid60? "],
  ["predictve", "error: there is no class predictve\n  did you mean predictive? classes: predictive, "],
  ["0-255,256", "error: there is no unit 256\n"],
])("--units %s is refused before anything is measured", async (units, line) => {
  const { code, stderr } = await cli("quick", "--units", units, "--trajectories", "20");
  expect(code).toBe(2);
  expect(stderr).toStartWith(line);
});

test("a file of activity has no units to silence", async () => {
  const cells = await recordedCells([hexagonalCell({ period: 0.6 })], { trials: 3, steps: 10 });
  writeFileSync(join(cwd, "cells.npz"), writeNpz(cells));
  expect(await cli("cells.npz", "--top", "1")).toMatchObject({
    code: 2,
    stderr: "error: cells.npz is a file of activity: it has no units to silence\n  name a network\n",
  });
});
