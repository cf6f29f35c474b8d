import { describe, expect, test } from "bun:test";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { capture } from "../../../support/capture.ts";
import { trainTinyRun } from "../../../support/tiny-run.ts";
import { tinyFlags } from "../../../support/tiny-training.ts";

const { cwd } = await trainTinyRun(20);
const small = ["--trajectories", "300", "--bins", "8", "--blas", "wasm"];
for (const seed of ["7", "8"]) {
  const { code, stderr } = await capture(
    ["train", ...tinyFlags, "--seed", seed, "--steps", "10", "--run", join("runs", `seed-${seed}`)],
    { cwd },
  );
  if (code !== 0) throw new Error(stderr);
}
const cli = (...argv: string[]) => capture(["compare", ...argv, ...small], { cwd });

describe("compare", () => {
  test("--json has each run as evaluate says it, and every number over the runs", async () => {
    const { code, stdout } = await cli("run", "runs/seed-*", "--json");
    expect(code).toBe(0);
    const said = JSON.parse(stdout);
    expect([said.scorer, said.bins, said.nullPercentile]).toEqual(["nan-aware", 8, 95]);
    const evaluated = await capture(["evaluate", "runs/seed-7", ...small, "--json"], { cwd });
    expect(said.runs.map(({ run }: { run: string }) => run)).toEqual(["run", "runs/seed-7", "runs/seed-8"]);
    const { perUnit: _, readout: __, ...ofNetwork } = JSON.parse(evaluated.stdout);
    expect(said.runs[1]).toEqual({ run: "runs/seed-7", ...ofNetwork });
    const named = (name: string) => said.numbers.find((number: { name: string }) => number.name === name);
    const errors = said.runs.map(({ decodeErrorCm }: { decodeErrorCm: number }) => decodeErrorCm);
    const error = named("decodeErrorCm");
    expect(error.values).toEqual(errors);
    expect(error.mean).toBeCloseTo((errors[0] + errors[1] + errors[2]) / 3, 9);
    expect([error.lowest, error.highest]).toEqual([Math.min(...errors), Math.max(...errors)]);
    expect(named("aboveNullPercent")).toMatchObject({
      values: said.runs.map(
        (run: { aboveNull: { hexagonal: { share: number } } }) => 100 * run.aboveNull.hexagonal.share,
      ),
      noiseMean: 5,
    });
    expect(said.settings).toEqual(
      expect.arrayContaining([
        { key: "train.steps", values: [20, 10, 10] },
        { key: "seed", values: [expect.any(Number), 7, 8] },
      ]),
    );
  });

  test("shows a row a run, mean and s.d., and what is the same in all, within 100 columns", async () => {
    const { code, stdout } = await capture(["compare", "runs", "run", ...small], {
      cwd,
      env: { COLUMNS: "100" },
    });
    expect(code).toBe(0);
    for (const line of stdout.split("\n")) expect(Bun.stringWidth(line)).toBeLessThanOrEqual(100);
    expect(stdout).toMatch(/^[\d.]+ % \(s\.d\. [\d.]+, [\d.]+ to [\d.]+\) of the units of 3 networks/);
    expect(stdout).toMatch(/^ runs\/seed-7 +\d+\.\d\d /m);
    expect(stdout).toMatch(/^ +mean +s\.d\. +lowest +highest +noise$/m);
    expect(stdout).toMatch(/^ decode error, cm +\d/m);
    expect(stdout).toMatch(/^the same in all: .*units 16/m);
    expect(stdout).toMatch(/^train\.steps +10, 10, 20$/m);
  });

  test("says where a null has too few members to tell anything from many tests", async () => {
    const { stdout } = await cli("runs/seed-*", "--null", "untrained");
    expect(stdout).not.toContain("take more");
    const few = await cli("runs/seed-*", "--null", "field-shuffle", "--shuffles", "4");
    expect(few.stdout).toMatch(/^runs\/seed-[78]: \d+ units? ha(s|ve) the least p that 4 members/m);
  });

  test("shows a result that happens to be the same in all as a result", async () => {
    cpSync(join(cwd, "run"), join(cwd, "twin"), { recursive: true });
    const { stdout } = await cli("run", "twin");
    expect(stdout).toMatch(/^ network +error cm .*best/m);
    expect(stdout).toMatch(/^ decode error, cm +\d/m);
    expect(stdout).toMatch(/the same in all: [\s\S]*training steps/);
  });

  test("says of which network it is", async () => {
    const { stderr } = await cli("run", "runs/seed-7", "--json");
    expect(stderr).toContain("2 of 2, runs/seed-7: scoring, 100 %");
  });

  test("refuses what cannot be compared", async () => {
    const cases: [string[], 1 | 2, string][] = [
      [["run"], 2, "one network is compared with nothing"],
      [[], 2, "compare needs RUN…"],
      [["run", "absent"], 1, "there is no run or checkpoint absent"],
      [["runs/none-*"], 1, "nothing is called runs/none-*"],
    ];
    for (const [words, code, cause] of cases) {
      const said = await cli(...words);
      expect({ words, code: said.code, stdout: said.stdout }).toEqual({ words, code, stdout: "" });
      expect(said.stderr).toStartWith(`error: ${cause}`);
    }
  });
});

describe("figure compare", () => {
  test("draws a dot for each network, with mean, s.d. and noise", async () => {
    const argv = [
      "figure",
      "run",
      "runs/seed-*",
      "compare",
      "--out",
      "compare.svg",
      ...small,
      "--json",
      "--quiet",
    ];
    const { code, stdout } = await capture(argv, { cwd });
    expect(code).toBe(0);
    const { kind, caption } = JSON.parse(stdout);
    expect(kind).toBe("compare");
    expect(caption).toContain("of the units of 3 networks score hexagonally above the 95th percentile");
    const svg = await Bun.file(join(cwd, "compare.svg")).text();
    for (const text of ["decode error (cm)", "1 run", "2 runs/seed-7", "mean and s.d.", "matched noise"]) {
      expect(svg).toContain(`>${text}<`);
    }
    expect(svg.match(/<ellipse|<circle/g)!.length).toBeGreaterThanOrEqual(6);
  });

  test("other kinds are about one network, this one about several", async () => {
    const figure = (...words: string[]) => capture(["figure", ...words, "--out", "none.png"], { cwd });
    expect((await figure("run", "runs/seed-7", "ratemaps")).stderr).toStartWith(
      "error: ratemaps is about one network\n",
    );
    expect((await figure("run", "compare")).stderr).toStartWith(
      "error: one network is compared with nothing\n",
    );
  });
});
