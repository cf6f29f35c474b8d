import { describe, expect, test } from "bun:test";
import { givenCentres, uniformCentres } from "../../../src/code/place-centres.ts";
import {
  centrePairs,
  decode,
  encode,
  openPlaceCode,
  type PlaceCode,
  type PlaceCodeKind,
} from "../../../src/code/place-code.ts";
import { type Engine, openEngine } from "../../../src/engine/engine.ts";
import { fillNormal, fillUniform } from "../../../src/engine/random.ts";
import { UserError } from "../../../src/user-error.ts";
import type { Arena } from "../../../src/world/arena.ts";
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
      ...[code.cells, code.cells],
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
