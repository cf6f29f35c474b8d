/** `lags` on a bundled network and on files, in this process. */
import { describe, expect, test } from "bun:test";
import { basename, join } from "node:path";
import { hexagonalCell } from "../../../../src/analyse/synthetic.ts";
import { npyArray } from "../../../../src/format/npy-array.ts";
import { readNpz, writeNpz } from "../../../../src/format/npz.ts";
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

  test("names and heads are whole in 60 columns", async () => {
    const argv = ["lags", "quick", ...small, "--quiet"];
    const { stdout } = await capture(argv, { cwd: folder, env: { COLUMNS: "60" } });
    expect(stdout).toMatch(/rule, class +units +untrained +shuffles +at most/);
    expect(stdout).toMatch(/^ fork-loose\n {3}predictive +\d+ +\d+ +[\d.]+ +\d+$/m);
    expect(stdout).toMatch(/two halves +kappa +of cells +lags held out +by chance, p/);
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(60);
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

  test("too few shuffles are no claim either", async () => {
    const { stdout } = await lags("quick", ...small, "--shuffles", "5", "--rule", "ouchi2024");
    expect(stdout).toStartWith("No claim: 5 shuffles are too few for ouchi2024.");
  });

  test("no claim where no lag is as long as the rules ask for", async () => {
    const few = ["--max-lag", "3", "--trajectories", "40", "--units", "0-3", "--shuffles", "2"];
    const { stdout } = await lags("quick", ...few);
    expect(stdout.replaceAll("\n", " ")).toStartWith(
      "No claim by fork-loose and fork-strict: no lag that may be the best is 5 cm ahead; take a longer --max-lag.",
    );
  });

  test("as published has lags without a score at both ends", async () => {
    const words = ["--faithful", "--trajectories", "200", "--units", "0-3", "--json"];
    const [network] = JSON.parse((await lags("quick", ...words)).stdout).networks;
    expect(network).toMatchObject({ scorer: "deepmind-code", estimator: "gridness", samples: "each" });
    expect(network.null).toMatchObject({ kind: "joint", correction: "same-lag" });
    expect(network.lags).toHaveLength(41);
    // Of two and of three steps of 200 paths; the published ones leave the box now and then.
    expect(network.pairs.slice(0, 4)).toEqual([0, 0, 395, 594]);
  });

  test("another world is named wherever the numbers are", async () => {
    const words = [...small, "--shuffles", "0", "--world-set", "speedScale=1.4"];
    const { stdout } = await lags("quick", ...words);
    expect(stdout).toContain("conditions   speedScale = 1.4, trained with 1");
    const [network] = JSON.parse((await lags("quick", ...words, "--out", "fast", "--json")).stdout).networks;
    expect(network.conditions).toEqual({ speedScale: 1.4 });
    expect(network.cmPerStep).toBeWithin(2.4, 3);
    for (const name of ["lags", "gridness_data", "quick_summary_data", "evaluation_results"]) {
      const arrays = readNpz(await Bun.file(join(folder, `fast/${name}.npz`)).bytes(), { name });
      expect(arrays.get("conditions").data).toEqual(["speedScale = 1.4, trained with 1"]);
    }
    const text = (name: string) => Bun.file(join(folder, "fast", name)).text();
    expect(await text("summary.txt")).toEndWith("\nconditions: speedScale = 1.4, trained with 1\n");
    expect(JSON.parse(await text("quick_summary.json")).conditions).toEqual({ speedScale: 1.4 });
  });

  test("several have a row each", async () => {
    const { stdout } = await lags("quick", "hexagons", ...small, "--shuffles", "0");
    // Beside untrained networks at any width.
    expect(stdout).toMatch(/\n rule +network +units +predictive +untrained *\n/);
    expect(stdout).toMatch(/\n fork-loose +quick +12 +\d+ +\d+ *\n +hexagons +12 +\d+ +\d+ *\n +mean +\d/);
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

  test("cells that fire for the place to come are found, by every rule that can", async () => {
    const ahead = 5;
    const steps = 150 - ahead;
    const grids = Array.from({ length: 8 }, (_, i) =>
      hexagonalCell({ period: 0.5 + 0.05 * i, phase: [0.1 * i, 0.05 * i], angle: 0.1 * i }),
    );
    const all = await recordedCells(grids, { trials: 60, steps: 150 });
    const cut = (data: ArrayLike<number>, width: number, first: number) =>
      Float64Array.from({ length: 60 * steps * width }, (_, i) => {
        const [trial, at] = [Math.floor(i / (steps * width)), i % (steps * width)];
        return data[(trial * 150 + first) * width + at]!;
      });
    const position = npyArray(cut(all.position.data as Float32Array, 2, 0), [60, steps, 2]);
    const activity = npyArray(cut(all.activity.data as Float32Array, 8, ahead), [60, steps, 8]);
    await Bun.write(join(folder, "ahead.npz"), writeNpz({ position, activity, box: all.box }));
    const words = ["ahead.npz", "--max-lag", "10", "--null", "exchanged", "--json"];
    const [network] = JSON.parse((await lags(...words)).stdout).networks;
    const steps5 = network.units.map(({ bestCm }: { bestCm: number }) => bestCm / network.cmPerStep);
    for (const best of steps5) expect(best).toBeCloseTo(ahead, 9);
    expect(network.verdict).toStartWith("Yes. Predictive of 8 units: 8 by fork-loose");
    const [loose] = network.rules;
    expect(loose).toMatchObject({ objection: null, heldOut: { confirmed: 8 }, halves: { same: 8 } });
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

describe("files", () => {
  const read = async (name: string) => readNpz(await Bun.file(join(folder, name)).bytes(), { name });
  const wanted = ["--max-lag", "2", "--trajectories", "10", "--out", "written"];

  test("have the published names and keys", async () => {
    const { code, stdout } = await lags(file, ...wanted, "--raw", "--json");
    expect(code).toBe(0);
    const written = JSON.parse(stdout).out[0].map((path: string) => basename(path));
    expect(written.slice(0, 6)).toEqual([
      ...["lags.npz", "gridness_data.npz", "summary.txt", "cells.npz_summary.json"],
      ...["cells.npz_summary_data.npz", "evaluation_results.npz"],
    ]);
    const gridness = await read("written/gridness_data.npz");
    expect(gridness.names()).toEqual(
      ["lag_cm scores_60 zero_scores shifted_scores classes_predictive classes_phase_precession"]
        .concat(["classes_phase_locked best_cm low_grid_units ablation_baseline_error_cm"])
        .concat(["ablation_predictive_error_cm ablation_random_error_cm"])
        .flatMap((names) => names.split(" ")),
    );
    expect(gridness.get("scores_60")).toMatchObject({ kind: "float64", shape: [5, 2] });
    expect(gridness.get("classes_phase_locked")).toMatchObject({
      kind: "int64",
      data: BigInt64Array.of(0n, 1n),
    });
    expect(gridness.get("ablation_baseline_error_cm")).toMatchObject({ kind: "float64", shape: [] });
    const data = await read("written/cells.npz_summary_data.npz");
    expect(data.names()).toEqual(
      ["lag_cm scores_60 scores_90 zero_scores best_idx best_scores best_shift_cm classes_predictive"]
        .concat(["classes_retrospective classes_zero classes_low_grid classes_other"])
        .concat(["shuffle_thresholds shuffle_mean shuffle_std"])
        .flatMap((names) => names.split(" ")),
    );
    expect(data.get("best_idx")).toMatchObject({ kind: "int64", data: BigInt64Array.of(2n, 2n) });
    expect(data.get("shuffle_std").shape).toEqual([5, 2]);
    const results = await read("written/evaluation_results.npz");
    expect(results.names()).toEqual(
      "activations scores_60 scores_90 border_scores positions grid_activations".split(" "),
    );
    expect(results.get("activations").shape).toEqual([2, 20, 20]);
    expect(results.get("grid_activations").shape).toEqual([1500, 2]);
    expect(results.get("positions").data).toEqual((recorded.position.data as Float32Array).slice(0, 3000));
  });

  test("are text that others read", async () => {
    const summary = JSON.parse(await Bun.file(join(folder, "written/cells.npz_summary.json")).text());
    expect(summary.counts).toEqual({ predictive: 0, retrospective: 0, zero_lag: 2, low_grid: 0, other: 0 });
    // Of classes without units.
    expect(summary.preferred_shift_mean_cm).toEqual({ predictive: null, retrospective: null });
    expect(summary.shuffle_trials).toBe(20);
    const text = await Bun.file(join(folder, "written/summary.txt")).text();
    const keys = text
      .trimEnd()
      .split("\n")
      .map((line) => line.split(": ")[0]);
    expect(keys).toEqual([
      ...["cm_per_step", "lag_cm", "zero_scores_mean", "shifted_scores_mean", "num_predictive"],
      ...["num_phase_precession", "num_phase_locked", "num_low_grid_units"],
      ...["preferred_shift_mean_predictive_cm", "preferred_shift_median_predictive_cm"],
      ...["preferred_shift_mean_retrospective_cm", "preferred_shift_median_retrospective_cm"],
    ]);
    expect(text).toContain("\nnum_phase_locked: 2\n");
    expect(text).toContain("\npreferred_shift_mean_predictive_cm: nan\n");
  });

  test("keep all that was computed under our names", async () => {
    const own = await read("written/lags.npz");
    expect(own.get("class_fork_strict").data).toEqual(["zero-lag", "zero-lag"]);
    expect(own.get("held_out_fork_strict").data).toEqual(Int8Array.of(-1, -1));
    expect(own.get("half2_explained_variance").shape).toEqual([5, 2]);
    expect(own.get("null_threshold").shape).toEqual([5, 2]);
    expect(own.get("null_level").shape).toEqual([5, 2]);
    expect(own.names()).not.toContain("untrained_grid60");
  });

  test("are not overwritten without --force", async () => {
    const { code, stderr } = await lags(file, ...wanted);
    expect([code, stderr]).toEqual([1, expect.stringContaining("lags.npz exists")]);
    expect((await lags(file, ...wanted, "--shuffles", "0", "--force")).code).toBe(0);
    const data = await read("written/cells.npz_summary_data.npz");
    expect(data.get("shuffle_thresholds").shape).toEqual([0]);
  });

  test("of several networks are in folders of their own", async () => {
    const { code } = await lags("quick", "hexagons", ...small, "--shuffles", "0", "--out", "both");
    expect(code).toBe(0);
    // By the names of the files, however they are reached.
    const near = await capture(["lags", "./../both/../cells.npz", ...wanted, "--force", "--quiet"], {
      cwd: join(folder, "both"),
    });
    expect(near.code).toBe(0);
    expect(await Bun.file(join(folder, "both/written/cells.npz_summary.json")).exists()).toBe(true);
    for (const name of ["quick", "hexagons"]) {
      const summary = await Bun.file(join(folder, "both", name, `${name}_summary.json`)).json();
      // Of a network that comes along, too, what is named is there.
      for (const path of [summary.checkpoint, summary.figure_path])
        expect(await Bun.file(path).exists()).toBe(true);
      expect(summary.shuffle_alpha).toBeNull();
    }
  });
});
