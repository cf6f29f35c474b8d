/** Cells of known tuning that fire along the path of a real rat (Sargolini et al. 2006, data of its own, not bundled): each is found, the noise by nothing. */
import { describe, expect, test } from "bun:test";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { borderCell, headDirectionCell, hexagonalCell } from "../../../../src/analyse/synthetic.ts";
import { numbersOf } from "../../../../src/format/npy-array.ts";
import { readNpz, writeNpz } from "../../../../src/format/npz.ts";
import { capture } from "../../../support/capture.ts";
import { poissonRecording } from "../../../support/recording/poisson-cells.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";

const track = join(import.meta.dir, "../../../../../shared/data/sargolini.npz");
const known = existsSync(track);
const cwd = temporaryDirectory();
const json = async (...argv: string[]) => {
  const { code, stdout, stderr } = await capture([...argv, "--json", "--quiet"], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout);
};

describe.skipIf(!known)(
  `a real rat's path${known ? "" : " (skipped: ../shared/data/sargolini.npz is not here)"}`,
  () => {
    const names = ["grid", "wall", "head", "noise"] as const;
    type Units = Record<(typeof names)[number], Record<string, number | null>>;
    const byName = (units: readonly Record<string, number | null>[]): Units =>
      Object.fromEntries(names.map((name, unit) => [name, units[unit]!])) as Units;

    test("is imported: ten minutes in a box of a metre, its gaps bridged", async () => {
      const npz = readNpz(track);
      const box = { width: 1, height: 1 };
      const path = {
        times: numbersOf(npz.get("t"), "t"),
        positions: numbersOf(npz.get("pos"), "pos"),
        middle: [0.5, 0.5],
      } as const;
      const cells = {
        grid: { cell: hexagonalCell({ period: 0.35, angle: 0.2 }), peak: 15 },
        wall: { cell: borderCell({ wall: "west", width: 0.1, box }), peak: 15 },
        head: { cell: headDirectionCell({ preferred: 1, concentration: 4 }), peak: 15 },
        noise: { cell: () => 1, peak: 3 },
      };
      writeFileSync(join(cwd, "rat.npz"), writeNpz(poissonRecording(path, cells)));
      const imported = await json(
        "import-recording",
        "rat.npz",
        "--origin",
        "corner",
        "--box",
        "1x1",
        "--out",
        "cells.npz",
      );
      const [recording] = imported.recordings;
      expect(recording).toMatchObject({ units: 4, trials: 1, dt: 0.02, box: [1, 1], positionsOutsideBox: 0 });
      expect(recording.unitNames).toEqual([...names]);
      expect(recording.steps).toBeWithin(29_900, 30_000);
      expect(recording.stepsBridged).toBeWithin(100, 300);
      expect(recording.stepsOfUnknownPosition).toBe(0);
      expect(recording.spikes.all).toBeWithin(3000, 12_000);
      expect(Object.keys(recording.conditions)).toEqual([
        ...["velocityWindow", "speedAbove", "leastSeconds", "smoothing", "samplesLeftOut"],
      ]);
    });

    test("the grid cell scores far above its null, the others within it; the wall's cell by its border", async () => {
      const scored = await json("score", "cells.npz", "--shuffles", "300");
      const { grid, wall, head, noise } = byName(scored.units);
      expect(grid.grid60).toBeGreaterThan(1);
      expect(grid.grid60).toBeGreaterThan(1.4 * scored.null.p95.grid60);
      for (const unit of [wall, head, noise]) expect(unit.grid60).toBeLessThan(scored.null.p95.grid60);
      expect(wall.border).toBeGreaterThan(0.5);
      for (const unit of [grid, noise]) expect(unit.border).toBeLessThan(0.5);
      expect(scored.aboveNull.hexagonal.units).toBe(1);
      expect(scored.conditions).toMatchObject({ speedAbove: 0.025, leastSeconds: 0.1, smoothing: 0.05 });
    });

    test("the cell of a direction is found by its vector length, and nothing else by it", async () => {
      const { units, shufflingBy } = await json("tuning", "cells.npz", "--shuffles", "199");
      const { grid, wall, head, noise } = byName(units);
      expect(shufflingBy).toBe("shift");
      expect(head.headingP).toBe(0.005);
      expect(head.vectorLength).toBeGreaterThan(0.7);
      expect(head.directionDegrees).toBeWithin(50, 64);
      for (const unit of [grid, wall, noise]) {
        expect(unit.headingP).toBeGreaterThan(0.05);
        expect(unit.vectorLength).toBeLessThan(0.2);
      }
      for (const unit of [head, noise]) expect(Math.abs(unit.speedScore!)).toBeLessThan(0.05);
    });

    test("the spacing of the grid is that of the cell", async () => {
      const sac = await json("sac", "cells.npz", "0", "--bins", "40");
      expect(sac.spacing).toBeWithin(0.33, 0.37);
      // The axes of the lattice are at right angles to its waves, modulo 60 degrees.
      expect(sac.box).toEqual([1, 1]);
    });
  },
);
