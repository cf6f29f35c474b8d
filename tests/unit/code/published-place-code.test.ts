/** The published population of place cells, of NumPy's seed 0: its centres, codes, floors and chance. */
import { afterAll, describe, expect, test } from "bun:test";
import { numpyCentres } from "../../../src/code/place-centres.ts";
import {
  decode,
  encode,
  openPlaceCode,
  type PlaceCode,
  type PlaceCodeKind,
} from "../../../src/code/place-code.ts";
import { decodeFloorCm, lossFloor } from "../../../src/code/place-floors.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { chanceCm, defaultArena } from "../../../src/world/arena.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => engine.close());

describe("published numbers of the seed-0 population", () => {
  const population = (cells: number, kind: PlaceCodeKind, periodic = false) => {
    const arena = { ...defaultArena, periodic };
    return openPlaceCode(engine, { arena, centres: numpyCentres(arena, cells, true), kind });
  };
  const points = [0, 0, 0.5, -0.3, 1.09, 1.09, 1.2, 0];
  const rowsOf = (code: PlaceCode) => {
    const positions = engine.memory.from("float32", points, "points");
    const out = engine.memory.allocate("float32", [4, code.cells], "code");
    encode(engine, code, positions, out);
    return {
      out,
      rows: [0, 1, 2, 3].map((row) => [...out.view.subarray(row * code.cells, (row + 1) * code.cells)]),
    };
  };
  const entropy = (row: number[]) => row.reduce((sum, p) => (p > 0 ? sum - p * Math.log(p) : sum), 0);

  test("centres", () => {
    const { x, y } = numpyCentres(defaultArena, 512, true);
    expect([...x.subarray(0, 3)]).toEqual([0.10738970864011455, 0.4734166060193228, 0.22607942735761655]);
    expect([...y.subarray(0, 3)]).toEqual([0.5282145563589016, 0.39713185851421695, 0.26924574284521063]);
    expect(x.reduce((sum, value) => sum + value, 0)).toBeCloseTo(-5.32541046985904, 12);
    expect(y.reduce((sum, value) => sum + value, 0)).toBeCloseTo(-6.230041296686739, 12);
    const oblongBox = { width: 2, height: 1, periodic: false };
    expect(Math.max(...numpyCentres(oblongBox, 500, true).y)).toBeGreaterThan(0.9);
    expect(Math.max(...numpyCentres(oblongBox, 500, false).y)).toBeLessThan(0.5);
  });

  test("difference of softmaxes: largest entries and their cells", () => {
    const { out, rows } = rowsOf(population(512, "differenceOfSoftmaxes"));
    const largest = rows.map((row) => Math.max(...row));
    [0.0142, 0.0165, 0.0097, 0.0158].forEach((value, i) => {
      expect(largest[i]!).toBeCloseTo(value, 4);
    });
    expect(rows.map((row, i) => row.indexOf(largest[i]!))).toEqual([121, 188, 27, 52]);
    [0.0019, 0.0019, 0.0006, 0.0017, 0.0019].forEach((value, i) => {
      expect(rows[0]![i]!).toBeCloseTo(value, 4);
    });
    const decoded = engine.memory.allocate("float32", [4, 2], "decoded");
    decode(engine, population(512, "differenceOfSoftmaxes"), out, decoded);
    [-0.0416, 0.0096, 0.4964, -0.2563, 0.9706, 0.9916, 1.0684, -0.0719].forEach((value, i) => {
      expect(decoded.view[i]!).toBeCloseTo(value, 4);
    });
  });

  test("gaussian and periodic: largest entries and entropies", () => {
    const gaussian = rowsOf(population(512, "gaussian")).rows;
    [0.0877, 0.0887, 0.2434, 0.2379].forEach((value, i) => {
      expect(Math.max(...gaussian[i]!)).toBeCloseTo(value, 4);
    });
    [3.2985, 3.4484, 2.0741, 2.3192].forEach((value, i) => {
      expect(entropy(gaussian[i]!)).toBeCloseTo(value, 4);
    });
    const periodic = rowsOf(population(512, "differenceOfSoftmaxes", true)).rows;
    [0.0142, 0.0165, 0.0176, 0.0115].forEach((value, i) => {
      expect(Math.max(...periodic[i]!)).toBeCloseTo(value, 4);
    });
    expect(periodic[2]!.indexOf(Math.max(...periodic[2]!))).toBe(478);
    expect(periodic[3]!.indexOf(Math.max(...periodic[3]!))).toBe(409);
  });

  // Our own uniform positions: the standard error over 20,000 of them is about 0.02 cm and 0.001 to 0.004 nats.
  test.each([
    [512, "differenceOfSoftmaxes", 6.145, 4.2],
    [512, "gaussian", 3.1101, 4.19],
    [256, "differenceOfSoftmaxes", 5.4518, 6.7],
    [256, "gaussian", 2.4082, 5.95],
  ] as const)("floors of %i cells, %s", (cells, kind, nats, cm) => {
    const code = population(cells, kind);
    expect(Math.abs(lossFloor(engine, code) - nats)).toBeLessThan(kind === "gaussian" ? 0.015 : 0.001);
    expect(Math.abs(decodeFloorCm(engine, code) - cm)).toBeLessThan(0.1);
  });

  test("chance", () => {
    expect(chanceCm(defaultArena)).toBeCloseTo(84.17, 1);
    // A very thin box: the mean distance along a line of 2 m.
    expect(chanceCm({ width: 2, height: 1e-6, periodic: false })).toBeCloseTo(50, 3);
  });
});
