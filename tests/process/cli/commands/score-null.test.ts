/** `score --null`: each unit beside its own null. */
import { afterAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { smoothedNoiseMaps } from "../../../../src/analyse/smoothed-noise.ts";
import { hexagonalCell, sampleMap } from "../../../../src/analyse/synthetic.ts";
import { openEngine } from "../../../../src/engine/engine.ts";
import { npyArray } from "../../../../src/format/npy-array.ts";
import { readNpz, writeNpz } from "../../../../src/format/npz.ts";
import { writeActivityFile } from "../../../support/activity-file.ts";
import { capture } from "../../../support/capture.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());
const cwd = folder.path;

const bins = 16;
const units = 4;
const engine = await openEngine({ workers: 1, blas: "wasm" });
const maps = smoothedNoiseMaps(engine, { units, bins, smoothing: 1.5, seed: 2 });
engine.close();
maps.set(sampleMap(hexagonalCell({ period: 0.6 }), bins, bins, { width: 2.2, height: 2.2 }));
maps.fill(0, (units - 1) * bins * bins);
writeFileSync(folder.at("maps.npz"), writeNpz({ maps: npyArray(maps, [units, bins, bins]) }));

async function said(...argv: string[]) {
  const { code, stdout, stderr } = await capture(["score", "maps.npz", "--json", ...argv], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout);
}

describe.each(["field-shuffle", "phase-randomised"])("%s", (kind) => {
  const asked = ["--null", kind, "--shuffles", "60"];

  test("gives each unit threshold, p and adjusted p", async () => {
    const answer = await said(...asked);
    expect(answer.null).toMatchObject({ kind, eachUnit: true, units: 60, seed: 0 });
    const [grid, noise, , silent] = answer.units;
    // Three waves with other phases are a lattice, too: random phases have nothing against one.
    if (kind === "phase-randomised") expect(grid.p60).toBeGreaterThan(0.05);
    else {
      expect([grid.p60, grid.q60]).toEqual([1 / 61, 3 / 61]);
      expect(grid.threshold60).toBeLessThan(grid.grid60);
    }
    expect(noise.p60).toBeGreaterThan(0.05);
    expect([silent.p60, silent.q60, silent.threshold60]).toEqual([null, null, null]);
    expect(grid.p90).toBeWithin(1 / 61, 1 + 1e-9);
    expect("pBorder" in grid).toBe(kind === "field-shuffle");
    expect("border" in answer.aboveNull).toBe(kind === "field-shuffle");
    expect(answer.aboveNull.hexagonal).toMatchObject({ expectedShare: 0.05, falseDiscoveryRate: 0.05 });
    expect(answer.aboveNull.hexagonal.discoveries).toBe(kind === "field-shuffle" ? 1 : 0);
  });

  test("--out holds the same, and all members of the null", async () => {
    const answer = await said(...asked, "--out", `${kind}.npz`);
    const npz = readNpz(folder.at(`${kind}.npz`));
    for (const name of ["threshold60", "p60", "q60", "threshold90", "p90", "q90"]) {
      expect([name, ...(npz.get(name).data as Float64Array)]).toEqual([
        name,
        ...answer.units.map((unit: Record<string, number | null>) => unit[name] ?? Number.NaN),
      ]);
    }
    expect(npz.get("null60").shape).toEqual([units, 60]);
    expect(npz.get("null90").shape).toEqual([units, 60]);
    expect(npz.get("null_kind").data).toEqual([kind]);
  });

  test("does not depend on workers", async () => {
    expect(await said(...asked, "--workers", "1")).toEqual(await said(...asked, "--workers", "2"));
  });

  test("the text says so in words, first", async () => {
    const { stdout } = await capture(["score", "maps.npz", ...asked], { cwd });
    const found = kind === "field-shuffle" ? 1 : 0;
    const text = stdout.replaceAll(/\s+/g, " ");
    expect(text).toMatch(
      new RegExp(
        `^${found} of 4 units \\(\\d+.0 %\\) score hexagonally above the 95th percentile of their own null \\(${kind}, 60 shuffles, nan-aware, 16 x 16 bins\\). Expected by chance: 5 %. After Benjamini-Hochberg at q = 0.05: ${found} of 4 units. `,
      ),
    );
    expect(text).toContain("60 shuffles of each unit; seed 0");
    expect(text.includes("; so are most maps of smooth noise")).toBe(kind === "field-shuffle");
    expect(stdout).toMatch(/^ +unit +hexagonal +its 95 % +p +q +ring/m);
    expect(stdout).toMatch(/^ +0 +1\.\d{3} +[01]\.\d{3} +0\.\d+ +0\.\d+ +0\.44-/m);
  });
});

test("noise gives p values, too", async () => {
  const { units: found, null: ofNull } = await said("--shuffles", "200");
  expect(ofNull).toMatchObject({ kind: "smoothed-noise", eachUnit: false, units: 200 });
  expect(found[0].p60).toBe(1 / 201);
  expect(found[0].threshold60).toBe(ofNull.p95.grid60);
});

test.each([
  [["--null", "4000"], "names a kind of null", "write: --null smoothed-noise --shuffles 4000"],
  [["--null", "0"], "names a kind of null", "write: --null none"],
  [["--null", "field-shufle"], "there is no null 'field-shufle'", "did you mean field-shuffle?"],
  [["--null", "time-shift"], "maps alone have no null time-shift", "name a network or a file of activity"],
  [["--null", "untrained"], "maps alone have no null untrained", "name a network or a file of activity"],
  [["--null", "field-shuffle", "--null-smoothing", "2"], "--null-smoothing says nothing", "leave it out"],
  [["--shuffles", "0"], '--shuffles is "0"', "from 1 to"],
] as const)("refuses %j", async (argv, cause, mend) => {
  const { code, stderr } = await capture(["score", "maps.npz", ...argv], { cwd });
  expect(code).toBe(2);
  expect(stderr).toContain(cause);
  expect(stderr).toContain(mend);
  expect(stderr).not.toContain("this is a bug");
});

test("a narrow table has fewer columns, and no number that is cut", async () => {
  const argv = ["score", "maps.npz", "--shuffles", "20"];
  const { stdout } = await capture(argv, { cwd, env: { COLUMNS: "60" } });
  expect(stdout).toMatch(/^ unit +hexagonal +p +q +ring +square( +border)?$/m);
  expect(stdout).not.toContain("…");
});

test("what would not fit is refused before it is scored", async () => {
  const many = npyArray(new Float32Array(3000 * 9).fill(1), [3000, 3, 3]);
  writeFileSync(folder.at("many.npz"), writeNpz({ many }));
  const argv = ["score", "many.npz", "--null", "field-shuffle", "--shuffles", String(2 ** 20)];
  const { code, stderr } = await capture(argv, { cwd });
  expect(code).toBe(1);
  expect(stderr).toContain("lower --shuffles");
});

test.each([
  ["time-shift", 30],
  ["trajectory-shift", 9],
  ["field-shuffle", 30],
] as const)("of activity, %s is the null that evaluate has", async (kind, shuffles) => {
  writeActivityFile(folder.at("cells.npz"));
  const argv = ["cells.npz", "--bins", "12", "--null", kind, "--shuffles", `${shuffles}`, "--json"];
  const [scored, evaluated] = await Promise.all(
    ["score", "evaluate"].map(async (command) =>
      JSON.parse((await capture([command, ...argv], { cwd })).stdout),
    ),
  );
  const column = (name: string) => scored.units.map((unit: Record<string, number>) => unit[name]);
  expect(scored.null).toMatchObject({ kind, eachUnit: true, units: shuffles });
  expect(evaluated.null).toMatchObject({ kind, eachUnit: true, shuffles, maps: 6 * shuffles });
  // Five of the cells are ideal grids: no null reaches the best of them. The file does not say how long a step is.
  expect(Math.min(...column("p60"))).toBe(1 / (1 + shuffles));
  for (const name of ["grid60", "threshold60", "p60", "q60", "threshold90", "p90", "q90"]) {
    expect(column(name)).toEqual(evaluated.perUnit[name]);
  }
});

test("a recording has no untrained network", async () => {
  writeActivityFile(folder.at("cells.npz"));
  for (const command of ["score", "evaluate"]) {
    const { code, stderr } = await capture([command, "cells.npz", "--null", "untrained"], { cwd });
    expect([code, stderr]).toEqual([
      2,
      "error: there is no network before its first step to compare with\n  name a trained network, or use another --null\n",
    ]);
  }
});
