/** Place cells of a round box, and what is known of it in closed form. */
import { describe, expect, test } from "bun:test";
import {
  type Centres,
  jitteredLattice,
  numpyCentres,
  numpyPairs,
  uniformCentres,
} from "../../../src/code/place-centres.ts";
import { openPlaceCode } from "../../../src/code/place-code.ts";
import { decodeFloorCm } from "../../../src/code/place-floors.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { fillUniform } from "../../../src/engine/random.ts";
import { type Arena, chanceCm, spreadOver } from "../../../src/world/arena.ts";
import { userErrorOf } from "../../support/user-error.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
const disc: Arena = { width: 2, height: 2, periodic: false, round: true };

/** Cells in 16 parts of equal area: four rings of four quarters. */
function parts({ x, y }: Centres): number[] {
  const counts = Array<number>(16).fill(0);
  x.forEach((east, cell) => {
    const ring = Math.floor(4 * (east ** 2 + y[cell]! ** 2));
    counts[4 * ring + (east > 0 ? 2 : 0) + (y[cell]! > 0 ? 1 : 0)]!++;
  });
  return counts;
}

describe("centres in a disc", () => {
  test("are uniform in area, none outside", () => {
    const counts = parts(uniformCentres(engine, disc, 16_000, 1));
    expect(counts).toHaveLength(16);
    // 1,000 in each, standard deviation 31.
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(130);
  });

  test("on a jittered lattice are as many in each part to a few, and none outside", () => {
    const counts = parts(jitteredLattice(engine, disc, 1600, 1));
    expect(counts).toHaveLength(16);
    // 100 in each; a uniform draw has a standard deviation of 10, here only tiles on an edge are now in, now out.
    for (const count of counts) expect(Math.abs(count - 100)).toBeLessThan(12);
    const spread = Math.sqrt(counts.reduce((sum, count) => sum + (count - 100) ** 2, 0) / 16);
    expect(spread).toBeLessThan(5);
  });

  test("without jitter lie as a square lattice bent into circles", () => {
    const { x, y } = jitteredLattice(engine, disc, 4, 1, 0);
    const half = 0.5 * Math.SQRT1_2;
    expect([...x].map((value) => value / half)).toEqual(
      [-1, 1, -1, 1].map((sign) => expect.closeTo(sign, 12)),
    );
    expect([...y].map((value) => value / half)).toEqual(
      [-1, -1, 1, 1].map((sign) => expect.closeTo(sign, 12)),
    );
    expect([...jitteredLattice(engine, disc, 1, 1, 0).x]).toEqual([0]);
  });

  test("are none of the published ones", () => {
    for (const published of [() => numpyCentres(disc, 8, true), () => numpyPairs(disc, 8, 8341)]) {
      expect(userErrorOf(published)).toBe(
        "the published place cells lie in a rectangle, and the box is round | set code.centres to random or jitteredLattice",
      );
    }
  });
});

test("knowing nothing is two thirds of the radius off", () => {
  const points = engine.memory.allocate("float64", [40_000, 2], "points");
  fillUniform(engine, { seed: 1, stream: "points", items: 40_000, draws: 2 }, points);
  spreadOver(disc, points.view);
  let sum = 0;
  for (let i = 0; i < 80_000; i += 2) sum += Math.hypot(points.view[i]!, points.view[i + 1]!);
  expect(chanceCm(disc)).toBeCloseTo(200 / 3, 10);
  // Standard deviation of the mean 0.12 cm.
  expect(Math.abs(sum / 400 - chanceCm(disc))).toBeLessThan(0.5);
});

test("the floor of a code asks no place outside", () => {
  const centres = { x: Float64Array.of(0), y: Float64Array.of(0) };
  const code = openPlaceCode(engine, { arena: disc, centres, kind: "gaussian", sigma: 0.1, surround: 2 });
  // All of one cell: its distance from everywhere.
  expect(Math.abs(decodeFloorCm(engine, code, {}, 1) - chanceCm(disc))).toBeLessThan(1);
});
