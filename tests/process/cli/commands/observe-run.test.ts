/** `evaluate` and `ratemaps` on a tiny run. */
import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readNpz } from "../../../../src/format/npz.ts";
import { readCheckpoint } from "../../../../src/run/checkpoint.ts";
import { capture } from "../../../support/capture.ts";
import { newestOf, trainTinyRun } from "../../../support/tiny-run.ts";

const run = await trainTinyRun(20);
const small = ["--trajectories", "300", "--bins", "8", "--blas", "wasm", "--scorer", "deepmind-code"];
const cli = (...argv: string[]) => capture(argv, run);

describe("evaluate", () => {
  test("says the same for a run, its checkpoint, any number of threads, and again", async () => {
    const answers = [];
    for (const what of ["run", newestOf(run)]) {
      for (const workers of ["1", "2", "3"]) {
        const { code, stdout } = await cli("evaluate", what, ...small, "--workers", workers, "--json");
        expect(code).toBe(0);
        answers.push(JSON.parse(stdout));
      }
    }
    const [first, ...others] = answers;
    expect(first).toMatchObject({ step: 20, units: 16, samples: 1500, scorer: "deepmind-code", bins: 8 });
    // A network of 20 steps knows next to nothing.
    expect(first.decodeErrorCm).toBeGreaterThan(first.floorCm);
    expect(Math.abs(first.decodeErrorCm - first.chanceCm)).toBeLessThan(30);
    for (const other of others) expect(other).toEqual(first);
    const { stdout } = await cli("evaluate", "run", ...small, "--json", "--seed", "9");
    expect(JSON.parse(stdout).decodeErrorCm).not.toBe(first.decodeErrorCm);
  });

  test("shows shares only beside scorer, bins and null", async () => {
    const { stdout } = await cli("evaluate", "run", ...small);
    for (const part of [
      /^decode error .* cm .*floor .*chance/m,
      /deepmind-code, 8 x 8 bins/,
      /^null .*noise/m,
    ]) {
      expect(stdout).toMatch(part);
    }
  });

  test("without a map that varies there is neither score nor null, and the rest is said", async () => {
    for (const scorer of ["deepmind-code", "banino-si"]) {
      for (const steps of ["1", "2", "5"]) {
        const flags = ["--trajectories", "1", "--steps", steps, "--blas", "wasm", "--scorer", scorer];
        const { code, stdout } = await cli("evaluate", "run", ...flags, "--json");
        expect(code).toBe(0);
        expect(JSON.parse(stdout)).toMatchObject({
          ...{ units: 16, activeUnits: expect.any(Number), samples: Number(steps) },
          ...{ decodeErrorCm: expect.any(Number), floorCm: expect.any(Number), chanceCm: expect.any(Number) },
          ...{ survival: null, survival90: null, aboveNull: null, null: null },
        });
      }
    }
    const { code, stdout } = await cli("evaluate", "run", "--trajectories", "1", "--steps", "1");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^decode error .* cm .*floor .*chance/m);
    expect(stdout).toMatch(/^active units +\d+ of 16/m);
    expect(stdout).toMatch(/^null +none$/m);
    expect(stdout).toContain("No unit has a score and a map that varies");
    expect(stdout).not.toContain("score above");
  });

  test("warns of bins so fine that many are unvisited", async () => {
    const fine = ["--trajectories", "150", "--bins", "30", "--blas", "wasm"];
    const { code, stderr, stdout } = await cli("evaluate", "run", ...fine, "--json");
    expect(code).toBe(0);
    const { unvisitedBins } = JSON.parse(stdout);
    // 750 samples in 900 bins.
    expect(unvisitedBins).toBeGreaterThan(300);
    const share = Math.round((100 * unvisitedBins) / 900);
    const warning = `warning: ${share} % of the bins are unvisited; lower --bins or raise --trajectories\n`;
    expect(stderr).toBe(warning);
    expect(warning.length).toBeLessThanOrEqual(81);
    expect((await cli("evaluate", "run", ...fine, "--quiet")).stderr).toBe("");
    expect((await cli("ratemaps", "run", ...fine, "--best", "1")).stderr).toBe(warning);
    const coarse = await cli("evaluate", "run", ...small, "--json");
    expect([coarse.stderr, JSON.parse(coarse.stdout).unvisitedBins]).toEqual(["", 0]);
  });

  test("refuses what is no network", async () => {
    expect(await cli("evaluate", "absent", "--json")).toEqual({
      code: 1,
      stdout: "",
      stderr:
        "error: there is no run or checkpoint absent\n  name a run directory, a .safetensors checkpoint, or one that comes along: hexagons, quick\n",
    });
    const cases: [string[], 1 | 2, string][] = [
      [["evaluate", "run/checkpoints"], 1, "is not a run directory"],
      [["evaluate", "run/config.yaml"], 1, "config.yaml is not a safetensors file"],
      [["evaluate"], 2, "evaluate needs RUN|CHECKPOINT"],
      [["evaluate", "run", "--scorer", "deepmind"], 2, "deepmind"],
      [["evaluate", "run", "--blas", "mkl"], 2, '--blas is "mkl"'],
      [["evaluate", "run", "--trajectories", "0"], 2, '--trajectories is "0"'],
    ];
    for (const [argv, code, cause] of cases) {
      const said = await cli(...argv);
      expect({ argv, code: said.code, stdout: said.stdout }).toEqual({ argv, code, stdout: "" });
      expect(said.stderr.split("\n")[0]).toContain(cause);
      expect(said.stderr.split("\n")).toHaveLength(3);
    }
  });
});

describe("ratemaps", () => {
  test("writes maps and scores that agree with evaluate's observation", async () => {
    const { code } = await cli("ratemaps", "run", ...small, "--out", "maps.npz", "--json");
    expect(code).toBe(0);
    const arrays = readNpz(join(run.cwd, "maps.npz"));
    expect(arrays.get("rate_map").shape).toEqual([16, 8, 8]);
    expect(arrays.get("occupancy").shape).toEqual([8, 8]);
    for (const name of ["grid60", "grid90", "mean_activity"]) expect(arrays.get(name).shape).toEqual([16]);
    const visits = Array.from(arrays.get("occupancy").data as ArrayLike<number>);
    expect(visits.reduce((sum, visit) => sum + visit, 0)).toBe(1500);
    // The mean activity of a unit is the mean of its map, each bin by its visits.
    const maps = arrays.get("rate_map").data as Float64Array;
    const means = arrays.get("mean_activity").data as Float64Array;
    for (let unit = 0; unit < 16; unit++) {
      const sum = visits.reduce((s, visit, bin) => s + (visit ? visit * maps[unit * 64 + bin]! : 0), 0);
      // Maps and means may be stored in float32.
      expect(Math.abs(sum / 1500 - means[unit]!)).toBeLessThan(1e-5 * Math.max(1, Math.abs(means[unit]!)));
    }
  });

  test("draws the best units as text", async () => {
    const { code, stdout } = await cli("ratemaps", "run", ...small, "--best", "2");
    expect(code).toBe(0);
    expect(stdout.length).toBeGreaterThan(100);
    const file = ["--best", "0", "--out", "undrawn.npz"];
    expect((await cli("ratemaps", "run", ...small, ...file)).stdout).toStartWith(
      join(run.cwd, "undrawn.npz"),
    );
  });

  test("a single best unit is the best one", async () => {
    const { stdout } = await cli("ratemaps", "run", ...small, "--best", "1");
    expect(stdout).toStartWith("the best of 16 units by");
    expect(stdout).not.toContain("each");
    const { stdout: two } = await cli("ratemaps", "run", ...small, "--best", "2");
    expect(two).toStartWith("the 2 best of 16 units by");
  });

  test("refuses before it computes", async () => {
    writeFileSync(join(run.cwd, "mine.npz"), "mine");
    const cases: [string[], 1 | 2, string, string][] = [
      [["--json"], 2, "--json draws no maps", "--out FILE.npz"],
      [["--bins", "2"], 2, '--bins is "2"', "an integer from 3 to 500"],
      [["--best", "0"], 2, "--best 0 draws nothing", "--out FILE.npz"],
      [["--out", "mine.npz"], 1, "mine.npz exists", "use --force"],
      [["--out", "absent/maps.npz"], 1, "absent does not exist", "check the path"],
    ];
    for (const [argv, code, cause, mend] of cases) {
      const said = await cli("ratemaps", "run", ...argv);
      expect({ argv, code: said.code, stdout: said.stdout }).toEqual({ argv, code, stdout: "" });
      expect(said.stderr).toMatch(/^error: .*\n {2}.*\n$/);
      expect(said.stderr).toContain(cause);
      expect(said.stderr).toContain(mend);
    }
    expect(readFileSync(join(run.cwd, "mine.npz"), "utf8")).toBe("mine");
    expect(existsSync(join(run.cwd, "absent"))).toBe(false);
    expect((await cli("ratemaps", "run", ...small, "--out", "mine.npz", "--force", "--json")).code).toBe(0);
    expect(readCheckpoint(newestOf(run)).step).toBe(20);
  });
});
