import { expect, test } from "bun:test";
import { givenCentres, jitteredLattice, uniformCentres } from "../../../src/code/place-centres.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { UserError } from "../../../src/user-error.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
const arena = { width: 2, height: 1, periodic: false };
const inBox = ({ x, y }: { x: Float64Array; y: Float64Array }) =>
  x.every((value) => Math.abs(value) <= 1) && y.every((value) => Math.abs(value) <= 0.5);

test("uniform centres fill the box, and more cells keep the first ones", () => {
  const centres = uniformCentres(engine, arena, 400, 1);
  expect(inBox(centres)).toBe(true);
  expect(Math.max(...centres.x) - Math.min(...centres.x)).toBeGreaterThan(1.95);
  expect(Math.max(...centres.y) - Math.min(...centres.y)).toBeGreaterThan(0.95);
  expect(uniformCentres(engine, arena, 10, 1).x).toEqual(centres.x.slice(0, 10));
  expect(uniformCentres(engine, arena, 10, 2).x).not.toEqual(centres.x.slice(0, 10));
});

test("without jitter 8 cells in a 2 x 1 box are the middles of 4 x 2 squares", () => {
  const { x, y } = jitteredLattice(engine, arena, 8, 1, 0);
  expect([...x]).toEqual([-0.75, -0.25, 0.25, 0.75, -0.75, -0.25, 0.25, 0.75]);
  expect([...y]).toEqual([-0.25, -0.25, -0.25, -0.25, 0.25, 0.25, 0.25, 0.25]);
});

test("with jitter each tile keeps its one cell, for any number of cells", () => {
  for (const cells of [1, 2, 7, 50, 129]) {
    const middles = jitteredLattice(engine, arena, cells, 1, 0);
    const jittered = jitteredLattice(engine, arena, cells, 1);
    expect(inBox(jittered)).toBe(true);
    const rows = new Set(middles.y).size;
    for (let cell = 0; cell < cells; cell++) {
      expect(Math.abs(jittered.y[cell]! - middles.y[cell]!)).toBeLessThanOrEqual(0.5 / rows + 1e-12);
    }
  }
  expect(() => jitteredLattice(engine, arena, 8, 1, 1.5)).toThrow(UserError);
});

test("a box that is a line has its cells at once, each in a row of its own", () => {
  for (const [width, height] of [
    [1e-20, 1],
    [1, 1e20],
    [1e-300, 1e300],
  ] as const) {
    const began = performance.now();
    const { x, y } = jitteredLattice(engine, { width, height, periodic: true }, 8, 1, 0);
    expect(performance.now() - began).toBeLessThan(100);
    expect(new Set(x)).toEqual(new Set([0]));
    const eighth = (value: number) => Math.round(8 * (value / height + 0.5));
    expect(Array.from(y, eighth)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  }
});

test("given centres are pairs of finite numbers", () => {
  expect(givenCentres([1, 2, 3, 4])).toEqual({ x: Float64Array.of(1, 3), y: Float64Array.of(2, 4) });
  expect(() => givenCentres([1, 2, 3])).toThrow("3 numbers");
  expect(() => givenCentres([1, 2, Number.NaN, 0])).toThrow("place cell 1 is (NaN, 0)");
});
