import { describe, expect, test } from "bun:test";
import { givenCentres, numpyCentres, uniformCentres } from "../../../src/code/place-centres.ts";
import {
  centrePairs,
  decode,
  encode,
  openPlaceCode,
  type PlaceCode,
  type PlaceCodeKind,
} from "../../../src/code/place-code.ts";
import { decodeFloorCm, lossFloor } from "../../../src/code/place-floors.ts";
import { type Engine, openEngine } from "../../../src/engine/engine.ts";
import { fillNormal, fillUniform } from "../../../src/engine/random.ts";
import { UserError } from "../../../src/user-error.ts";
import { type Arena, chanceCm, defaultArena } from "../../../src/world/arena.ts";
import { type Cells, decodePlace, encodePlace } from "../../support/reference/place-code.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
const oblong: Arena = { width: 2, height: 1.2, periodic: false };

interface Population {
  readonly cells: number;
  readonly kind: PlaceCodeKind;
  readonly surround?: number;
  readonly periodic?: boolean;
}

function open({ cells, periodic = false, ...options }: Population): PlaceCode {
  const arena = { ...oblong, periodic };
  return openPlaceCode(engine, { arena, centres: uniformCentres(engine, arena, cells, 2), ...options });
}

/** Positions in and around the box, [rows, 2]. */
function somePositions(rows: number, on: Engine = engine, spread = 2.2) {
  const positions = on.memory.allocate("float32", [rows, 2], "positions");
  fillUniform(on, { seed: 4, stream: "positions", items: rows, draws: 2 }, positions);
  const view = positions.view;
  for (let i = 0; i < view.length; i++) view[i] = (view[i]! - 0.5) * spread;
  return positions;
}

const plain = (code: PlaceCode): Cells => ({
  x: [...code.centresX.view],
  y: [...code.centresY.view],
  kind: code.kind,
  sigma: code.sigma,
  surround: code.surround,
  period: code.arena.periodic ? code.arena : undefined,
});

const kinds = ["gaussian", "differenceOfSoftmaxes"] as const;
const populations: Population[] = kinds.flatMap((kind) => [
  ...[2, 3, 4, 5, 6, 7, 8, 33, 512].map((cells) => ({ cells, kind })),
  { cells: 50, kind, periodic: true },
  ...[1.2, 3, 3.5, 20].map((surround) => ({ cells: 51, kind, surround })),
  { cells: 512, kind, surround: 3, periodic: true },
]);

test("pairs of centres are those that were given, to float32", () => {
  const given = [0.1, -0.2, 0.3, 0.4, -0.5, 0.6];
  const code = openPlaceCode(engine, { arena: oblong, centres: givenCentres(given) });
  expect([...centrePairs(code)]).toEqual(given.map(Math.fround));
});

describe.each(populations.map((p) => [JSON.stringify(p), p] as const))("%s", (_, population) => {
  test("is the plain reference; rows sum to 1; nothing beyond a row is written", () => {
    const code = open(population);
    const rows = 40;
    const positions = somePositions(rows);
    const out = engine.memory.allocate("float32", rows * code.cells + 4, "code and guard");
    out.view.fill(-7);
    const row = engine.memory.allocate("float32", [rows, code.cells], "code");
    encode(engine, code, positions, row);
    let worst = 0;
    for (let r = 0; r < rows; r++) {
      const [x, y] = positions.view.subarray(2 * r, 2 * r + 2) as unknown as [number, number];
      const expected = encodePlace(plain(code), x, y);
      const found = row.view.subarray(r * code.cells, (r + 1) * code.cells);
      expected.forEach((value, i) => {
        worst = Math.max(worst, Math.abs(found[i]! - value));
      });
      expect(Math.abs(found.reduce((sum, value) => sum + value, 0) - 1)).toBeLessThan(2e-6);
      if (code.kind === "differenceOfSoftmaxes") expect(Math.min(...found)).toBe(0);
    }
    // Exponents reach 100, with float32 rounding of 1e-7 of that; entries are below 1.
    expect(worst).toBeLessThan(2e-5);
    const { periodicWidth, periodicHeight } = code.arena.periodic
      ? { periodicWidth: code.arena.width, periodicHeight: code.arena.height }
      : { periodicWidth: 0, periodicHeight: 0 };
    engine.kernels.placeCode(
      positions.pointer,
      rows,
      code.centresX.pointer,
      code.centresY.pointer,
      code.cells,
      kinds.indexOf(code.kind),
      code.sigma,
      code.surround,
      periodicWidth,
      periodicHeight,
      out.pointer,
    );
    expect([...out.view.subarray(0, -4)]).toEqual([...row.view]);
    expect([...out.view.subarray(-4)]).toEqual([-7, -7, -7, -7]);
  });
});

test.each([
  ["gaussian", 2],
  ["differenceOfSoftmaxes", 2],
  ["differenceOfSoftmaxes", 3],
] as const)(
  "%s, surround %f: a row has the same bits alone, first, last and in between",
  (kind, surround) => {
    for (const cells of [5, 64]) {
      const code = open({ cells, kind, surround });
      const positions = somePositions(40);
      const together = engine.memory.allocate("float32", [40, cells], "code");
      encode(engine, code, positions, together);
      const alone = engine.memory.allocate("float32", [1, cells], "one row");
      for (let row = 0; row < 40; row++) {
        const point = engine.memory.from("float32", positions.view.subarray(2 * row, 2 * row + 2), "point");
        encode(engine, code, point, alone);
        expect([...together.view.subarray(cells * row, cells * (row + 1))]).toEqual([...alone.view]);
      }
    }
  },
);

test("far from the box rows are still finite, sum to 1 and have the minimum 0", () => {
  for (const surround of [2, 3]) {
    for (const spread of [10, 1000]) {
      const code = open({ cells: 100, kind: "differenceOfSoftmaxes", surround });
      const positions = somePositions(50, engine, spread);
      const out = engine.memory.allocate("float32", [50, 100], "code");
      encode(engine, code, positions, out);
      for (let row = 0; row < 50; row++) {
        const found = out.view.subarray(100 * row, 100 * row + 100);
        expect(Math.abs(found.reduce((total, value) => total + value, 0) - 1)).toBeLessThan(2e-6);
        expect(Math.min(...found)).toBe(0);
      }
    }
  }
});

describe("decoding", () => {
  test.each([
    [1, 5, false],
    [3, 512, false],
    [16, 37, false],
    [7, 7, false],
    [3, 100, true],
  ] as const)("the best %i of %i cells, periodic %p", (k, cells, periodic) => {
    const code = open({ cells, kind: "gaussian", periodic });
    const rows = 70;
    const logits = engine.memory.allocate("float32", [rows, cells], "logits");
    fillNormal(engine, { seed: 1, stream: "logits", items: rows, draws: cells }, logits);
    logits.set(logits.view.map((value, i) => (i % 3 === 0 ? Math.round(value) : value)));
    const out = engine.memory.allocate("float32", [rows, 2], "decoded");
    decode(engine, code, logits, out, k);
    for (let row = 0; row < rows; row++) {
      const [x, y] = decodePlace(plain(code), logits.view.subarray(row * cells, (row + 1) * cells), k);
      expect(out.view[2 * row]!).toBeCloseTo(x, 6);
      expect(out.view[2 * row + 1]!).toBeCloseTo(y, 6);
    }
  });

  test("NaN anywhere gives NaN, infinity does not", () => {
    const code = open({ cells: 64, kind: "gaussian" });
    const logits = engine.memory.zeros("float32", [3, 64], "logits");
    logits.view[63] = Number.NaN;
    logits.view[64 + 2] = Number.POSITIVE_INFINITY;
    logits.view.fill(Number.NEGATIVE_INFINITY, 128);
    const out = engine.memory.allocate("float32", [3, 2], "decoded");
    decode(engine, code, logits, out, 1);
    expect([...out.view.subarray(0, 2)]).toEqual([Number.NaN, Number.NaN]);
    expect(out.view[2]).toBe(code.centresX.view[2]!);
    expect(out.view[4]).toBe(code.centresX.view[0]!);
  });

  test("a position that is not finite gives a row of NaN and leaves its neighbours alone", () => {
    for (const kind of kinds) {
      const code = open({ cells: 6, kind });
      const positions = engine.memory.from(
        "float32",
        [Number.NaN, 0, 0, 0, 0, Number.POSITIVE_INFINITY],
        "positions",
      );
      const out = engine.memory.allocate("float32", [3, 6], "code");
      encode(engine, code, positions, out);
      const finite = [...out.view].map((value) => Number.isFinite(value));
      expect(finite).toEqual([...Array(6).fill(false), ...Array(6).fill(true), ...Array(6).fill(false)]);
    }
  });
});

test("workers do not change a bit", async () => {
  const two = await openEngine({ workers: 2, blas: "wasm" });
  const [alone, together] = [engine, two].map((which) => {
    const centres = uniformCentres(which, oblong, 131, 2);
    const code = openPlaceCode(which, { arena: oblong, centres });
    const positions = somePositions(200, which);
    const out = which.memory.allocate("float32", [200, 131], "code");
    const back = which.memory.allocate("float32", [200, 2], "decoded");
    encode(which, code, positions, out);
    decode(which, code, out, back);
    return [out.toArray(), back.toArray()];
  });
  two.close();
  expect(alone).toEqual(together!);
});

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

test("parameters out of range are refused by name", () => {
  const centres = uniformCentres(engine, oblong, 8, 0);
  for (const wrong of [{ sigma: 0 }, { surround: 1 }, { sigma: Number.NaN }]) {
    expect(() => openPlaceCode(engine, { arena: oblong, centres, ...wrong })).toThrow(UserError);
  }
  const one = uniformCentres(engine, oblong, 1, 0);
  expect(() => openPlaceCode(engine, { arena: oblong, centres: one })).toThrow(UserError);
  const code = openPlaceCode(engine, { arena: oblong, centres });
  const rows = engine.memory.zeros("float32", [2, 8], "rows");
  const out = engine.memory.zeros("float32", [2, 2], "out");
  for (const k of [0, 9, 1.5]) expect(() => decode(engine, code, rows, out, k)).toThrow(UserError);
});
