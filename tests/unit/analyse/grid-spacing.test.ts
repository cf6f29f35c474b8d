import { afterAll, expect, test } from "bun:test";
import { gridLattices } from "../../../src/analyse/grid-spacing.ts";
import { type Cell, hexagonalCell, sampleMaps } from "../../../src/analyse/synthetic.ts";
import { openEngine } from "../../../src/engine/engine.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => engine.close());

const spacingsOf = (
  cells: readonly Cell[],
  binsX: number,
  binsY: number,
  box: { width: number; height: number },
) =>
  gridLattices(
    engine,
    sampleMaps(cells, binsX, binsY, box),
    { units: cells.length, binsX, binsY },
    box,
    "excluded",
  ).spacing;

test("gives the periods of ideal grids, whatever their angle and phase", () => {
  const periods = [0.4, 0.6, 0.8, 1];
  for (const [angle, phase] of [
    [0, [0, 0]],
    [0.3, [0.1, -0.2]],
  ] as const) {
    const cells = periods.map((period) => hexagonalCell({ period, angle, phase }));
    for (const [bins, tolerance] of [
      [20, 0.05],
      [32, 0.03],
    ] as const) {
      const spacings = spacingsOf(cells, bins, bins, { width: 2.2, height: 2.2 });
      spacings.forEach((spacing, i) => {
        expect(Math.abs(spacing / periods[i]! - 1)).toBeLessThan(tolerance);
      });
    }
  }
});

test("gives the orientations of ideal grids, modulo 60 degrees", () => {
  const box = { width: 2.2, height: 2.2 };
  const angles = [0.1, 0.5, 0.9, 0.1 + Math.PI / 3];
  const maps = sampleMaps(
    angles.map((angle) => hexagonalCell({ period: 0.5, angle })),
    ...([32, 32, box] as const),
  );
  const { orientation } = gridLattices(engine, maps, { units: 4, bins: 32 }, box, "excluded");
  const apart = (a: number, b: number) =>
    Math.abs(Math.atan2(Math.sin(6 * (a - b)), Math.cos(6 * (a - b))) / 6);
  const first = orientation[0]! - angles[0]!;
  orientation.forEach((angle, i) => {
    expect(angle).toBeWithin(0, Math.PI / 3);
    expect(apart(angle - first, angles[i]!)).toBeLessThan(0.03);
  });
});

test("counts metres along both sides of a box that is not square", () => {
  const [spacing] = spacingsOf([hexagonalCell({ period: 0.6 })], 20, 20, { width: 2.2, height: 1.6 });
  expect(Math.abs(spacing! / 0.6 - 1)).toBeLessThan(0.05);
});

test("a silent map and one without six peaks have none", () => {
  const cells: Cell[] = [() => 0, (x, y) => Math.exp(-(x * x + y * y) / 0.1)];
  expect([...spacingsOf(cells, 20, 20, { width: 2.2, height: 2.2 })]).toEqual([Number.NaN, Number.NaN]);
});
