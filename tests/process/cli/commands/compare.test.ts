import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pixelsIn } from "../../../../src/draw/figure/print-size.ts";
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
    expect(said.runs[1]).toEqual({ run: "runs/seed-7", ...JSON.parse(evaluated.stdout) });
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
    expect(stdout).toMatch(/^[\d.]+ \+- [\d.]+ % \([\d.]+ to [\d.]+\) of the units of 3 networks/);
    expect(stdout).toMatch(/^ runs\/seed-7 +\d+\.\d\d /m);
    expect(stdout).toMatch(/^ +mean +s\.d\. +lowest +highest +noise$/m);
    expect(stdout).toMatch(/^ decode error, cm +\d/m);
    expect(stdout).toMatch(/^the same in all: .*units 16/m);
    expect(stdout).toMatch(/^train\.steps +10, 10, 20$/m);
  });

  test("says of which network it is", async () => {
    const { stderr } = await cli("run", "runs/seed-7", "--json");
    expect(stderr).toContain("2 of 2, runs/seed-7: scoring 100 %");
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

describe("its picture", () => {
  test("is as wide as wanted, in the format of its name, and says what it is of", async () => {
    const out = ["--out", "compare.svg", "--width-mm", "120", "--title", "Seeds"];
    const { code, stdout } = await cli("run", "runs/seed-*", ...out, "--json");
    expect(code).toBe(0);
    const { picture, runs } = JSON.parse(stdout);
    expect(runs).toHaveLength(3);
    expect(picture.millimetres[0]).toBeCloseTo(120, 1);
    expect(picture.caption).toContain("95th percentile");
    const svg = readFileSync(join(cwd, "compare.svg"), "utf8");
    expect(svg).toMatch(/^<svg [^>]*width="120mm"/);
    for (const text of [">Seeds<", ">decode error (cm)<", ">2 runs/seed-7<"]) expect(svg).toContain(text);
    const [, width] = /viewBox="0 0 ([\d.]+) /.exec(svg)!;
    expect(Number(width)).toBeCloseTo(pixelsIn(120, 7), 1);
    const again = await cli("run", "runs/seed-*", "--out", "compare.pdf");
    expect(again.stdout).toMatch(/compare\.pdf {2}[\d.]+ x [\d.]+ mm\n$/);
  });

  test("is refused before anything is computed", async () => {
    expect(await cli("run", "runs/seed-7", "--out", "compare.gif")).toMatchObject({ code: 2, stdout: "" });
    const exists = await cli("run", "runs/seed-7", "--out", "compare.svg");
    expect([exists.code, exists.stdout]).toEqual([1, ""]);
    expect(exists.stderr).toContain("use --force");
  });
});
