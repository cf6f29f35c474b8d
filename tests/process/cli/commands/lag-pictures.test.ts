/** Pictures and single units of `lags`, in this process. */
import { describe, expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { hexagonalCell } from "../../../../src/analyse/synthetic.ts";
import { fileNames } from "../../../../src/cli/commands/lags/lag-files.ts";
import { pictureNames } from "../../../../src/cli/commands/lags/picture-files.ts";
import { writeNpz } from "../../../../src/format/npz.ts";
import { capture } from "../../../support/capture.ts";
import { recordedCells } from "../../../support/recorded-cells.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";

const folder = temporaryDirectory();
const cells = [hexagonalCell({ period: 0.6 }), hexagonalCell({ period: 0.8, phase: [0.1, 0.2], angle: 0.2 })];
await Bun.write(join(folder, "cells.npz"), writeNpz(await recordedCells(cells, { trials: 40, steps: 150 })));

const lags = (...words: string[]) =>
  capture(["lags", "cells.npz", "--max-lag", "5", "--shuffles", "20", "--quiet", ...words], { cwd: folder });

describe("lags with --out", () => {
  test("writes every picture as pixels and as lines, and refuses to do so twice", async () => {
    const { code, stdout } = await lags("--out", "out", "--json");
    expect(code).toBe(0);
    const written = readdirSync(join(folder, "out")).sort();
    // Both cells are grids: there are no low-grid units.
    const wanted = [...fileNames("cells.npz", false), ...pictureNames("cells.npz")].filter(
      (name) => !/^(low_grid|predictive_ablation)/.test(name),
    );
    expect(written).toEqual(wanted.sort());
    expect(JSON.parse(stdout).out[0]).toHaveLength(wanted.length);
    const svg = await Bun.file(join(folder, "out/predictive_classes.svg")).text();
    for (const words of ["Rule fork-loose", "Null: 20 shuffles", "Scores: hexagonal, nan-aware"]) {
      expect(svg).toContain(words);
    }
    expect(await Bun.file(join(folder, "out/single_cells.svg")).text()).toContain(">unit 1<");
    const again = await lags("--out", "out");
    expect(again.code).toBe(1);
    expect(again.stderr).toContain("use --force or another folder");
  });
});

describe("lags with --cells", () => {
  test("shows units in the named order, with maps at the named shifts", async () => {
    const { stdout } = await lags("--cells", "1,0", "--pos-shifts-cm", "2,-2");
    const said = stdout.split("\n");
    const [first, second] = ["unit 1, heading r", "unit 0, heading r"].map((words) =>
      said.findIndex((line) => line.startsWith(words)),
    );
    expect(first).toBeGreaterThan(0);
    expect(second).toBeGreaterThan(first!);
    expect(stdout).toMatch(/no shift \d\.\d\d +\+\d\.\d cm \d\.\d\d +−\d\.\d cm \d\.\d\d/);
    for (const line of said) expect(Bun.stringWidth(line)).toBeLessThanOrEqual(80);
  });

  test("gives their curves in JSON", async () => {
    const { stdout } = await lags("--cells", "best", "--json");
    const [network] = JSON.parse(stdout).networks;
    expect(network.cells.map(({ unit }: { unit: number }) => unit).sort()).toEqual([0, 1]);
    for (const { curves, maps } of network.cells) {
      expect(curves.map(({ values }: { values: number[] }) => values.length)).toEqual([11, 11]);
      expect(maps[0].shift).toBe("no shift");
    }
  });

  test.each([
    [["--cells", "2"], "there is no unit 2"],
    [["--cells", "x"], '--cells is "x"'],
    [["--cells", "0", "--pos-shifts-cm", "5,"], '--pos-shifts-cm is "5,"'],
  ])("%j is refused before any work", async (words, message) => {
    const { code, stderr } = await lags(...words);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split("\n").length).toBeLessThanOrEqual(2);
  });

  test("a shift beyond the lags is refused", async () => {
    const { code, stderr } = await lags("--cells", "0", "--shuffles", "0", "--pos-shifts-cm", "900");
    expect(code).toBe(2);
    expect(stderr).toContain("there is no shift of 900 cm");
  });
});
