/** `report --with`: what takes longer, as sections of the page. */
import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { nullNames } from "../../../../src/analyse/nulls/null-scores.ts";
import { writeActivityFile } from "../../../support/activity-file.ts";
import { capture } from "../../../support/capture.ts";
import { trainTinyRun } from "../../../support/tiny-run.ts";

const run = await trainTinyRun(10);
writeActivityFile(join(run.cwd, "cells.npz"));
const small = ["--trajectories", "100", "--bins", "8", "--blas", "wasm", "--force"];
const report = (on: string, ...words: readonly string[]) =>
  capture(["report", on, "--out", "report.html", ...small, ...words], run);
const page = () => readFileSync(join(run.cwd, "report.html"), "utf8");
const sectionOf = (id: string) => page().split(`<section id="${id}"`)[1]!.split("</section>")[0]!;

describe("nulls", () => {
  test("are all of them, each with what it leaves, and who has none is told why", async () => {
    expect((await report("run", "--with", "nulls", "--world-set", "speedScale=0.5")).code).toBe(0);
    const section = sectionOf("nulls");
    for (const kind of nullNames) {
      const row = new RegExp(
        `<th scope="row">${kind}</th><td class="words">[^<]+</td><td class="number">\\d+</td><td class="number">-?[\\d.]+</td><td class="number">\\d+ \\([\\d.]+ %\\)</td>`,
      );
      expect(section).toMatch(row);
    }
    expect(section).toContain("<dt>conditions</dt><dd>speedScale = 0.5, trained with 1</dd>");
    expect(section).toContain("nan-aware, 8 x 8 bins");
    expect(section).toContain("By chance 5 % would.");
    expect(
      (
        await report(
          "run",
          "--with",
          "nulls",
          "--null",
          "field-shuffle",
          "--shuffles",
          "7",
          "--trajectories",
          "10",
        )
      ).code,
    ).toBe(0);
    const members = (kind: string) =>
      new RegExp(`<th scope="row">${kind}</th><td class="words">[^<]+</td><td class="number">(\\d+)<`).exec(
        sectionOf("nulls"),
      )?.[1];
    expect(["field-shuffle", "phase-randomised", "trajectory-shift"].map(members)).toEqual(["7", "200", "9"]);
    expect((await report("cells.npz", "--with", "nulls", "--trajectories", "10")).code).toBe(0);
    expect(sectionOf("nulls")).toContain(
      '<p class="said">No untrained: there is no network before its first step to compare with.</p>',
    );
  });
});

describe("lags", () => {
  test("stand beside shuffles and the untrained network, by each rule", async () => {
    const { code, stderr } = await report("run", "--with", "lags", "--world-set", "speedScale=0.5");
    expect(code).toBe(0);
    expect(stderr).toContain("untrained: ");
    const section = sectionOf("lags");
    expect(section).toContain("<dt>conditions</dt><dd>speedScale = 0.5, trained with 1</dd>");
    expect(section).toMatch(/<dt>null<\/dt><dd>20 shuffles: /);
    for (const rule of ["fork-loose", "fork-strict", "ouchi2024"]) {
      expect(section).toMatch(new RegExp(`<th scope="row">${rule}</th><td class="words">predictive</td>`));
    }
    for (const title of ["untrained", "shuffles, mean", "at most", "lags held out"]) {
      expect(section).toContain(`>${title}</th>`);
    }
    expect(section.match(/<figure/g)).toHaveLength(2);
    // The verdict is that of the command by the same flags.
    const flags = ["--world-set", "speedScale=0.5", "--bins", "8", "--blas", "wasm", "--json", "--quiet"];
    const { stdout } = await capture(["lags", "run", ...flags], run);
    const [network] = JSON.parse(stdout).networks;
    expect(section).toContain(`<p class="said">${Bun.escapeHTML(network.verdict)}</p>`);
  });
});

describe("ablation", () => {
  test("stands beside controls, levels, the untrained network and conditions", async () => {
    const { code, stderr } = await report("run", "--with", "ablation", "--world-set", "speedScale=0.5");
    expect(code).toBe(0);
    expect(stderr).toContain("lesion 1 of ");
    const section = sectionOf("ablation");
    expect(section).toMatch(/Without .*top 8.* the error over 20 steps grows by -?[\d.]+ cm/);
    expect(section).toMatch(/of 20 sets as much, p = [\d.]+/);
    for (const row of ["nothing", "top 8", "least active", "before training"]) {
      expect(section).toMatch(new RegExp(`<th scope="row">\\s*${row}</th>`));
    }
    expect(section).toContain("<svg");
    expect(section).toContain("Conditions: speedScale = 0.5, trained with 1.");
    expect(page()).toContain('<a href="#ablation">ablation</a>');
    expect(page()).toContain("--world-set speedScale=0.5 --with ablation --blas wasm");
  });

  test("is none of a file of activity, which is said before anything is computed", async () => {
    expect(await report("cells.npz", "--with", "ablation")).toEqual({
      ...{ code: 2, stdout: "" },
      stderr:
        "error: cells.npz is a file of activity: it has no units to silence\n  leave ablation out of --with\n",
    });
  });
});

test("without the flag there is none of them", async () => {
  await report("run");
  expect(page()).not.toMatch(/<section id="(lags|ablation|nulls)"/);
  expect(page()).not.toContain("--with");
});
