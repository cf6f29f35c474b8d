import { afterAll, describe, expect, test } from "bun:test";
import { decodeBy } from "../../../src/code/decode-by.ts";
import { givenCentres, uniformCentres } from "../../../src/code/place-centres.ts";
import { decode, encode, openPlaceCode, type PlaceCode } from "../../../src/code/place-code.ts";
import { decodeFloorCm } from "../../../src/code/place-floors.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { NumpyRandom } from "../../../src/world/mt19937.ts";
import { randomNumbers } from "../../support/random-numbers.ts";
import { type Cells, decodePlaceByWeight } from "../../support/reference/place-code.ts";

const engine = await openEngine({ workers: 2, blas: "wasm" });
const alone = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => {
  engine.close();
  alone.close();
});

const box = (periodic: boolean) => ({ width: 2, height: 1.2, periodic });
const cellsIn = (cells: number, periodic: boolean, on = engine) =>
  openPlaceCode(on, { arena: box(periodic), centres: uniformCentres(on, box(periodic), cells, 2) });
const plain = (code: PlaceCode): Cells => ({
  ...{ x: [...code.centresX.view], y: [...code.centresY.view], kind: code.kind },
  ...{ sigma: code.sigma, surround: code.surround, period: code.arena.periodic ? code.arena : undefined },
});
/** Rows of numbers in [-6, 6), with five more behind each row that are not of these cells. */
const someLogits = (rows: number, cells: number, on = engine) =>
  on.memory.from(
    "float32",
    Float32Array.from(randomNumbers(rows * (cells + 5), 7), (x) => 12 * x - 6),
    "logits",
    [rows, cells + 5],
  );

describe("the mean of all centres by their weight", () => {
  test.each([2, 3, 4, 7, 33, 256].flatMap((cells) => [true, false].map((periodic) => ({ cells, periodic }))))(
    "$cells cells, periodic $periodic: agrees with the plain one",
    ({ cells, periodic }) => {
      const code = cellsIn(cells, periodic);
      const rows = 40;
      const logits = someLogits(rows, cells);
      const out = engine.memory.allocate("float32", [rows, 2], "decoded");
      decodeBy(engine, code, logits, out, "weight", true);
      for (let row = 0; row < rows; row++) {
        const own = logits.view.subarray(row * (cells + 5), row * (cells + 5) + cells);
        const [x, y] = decodePlaceByWeight(plain(code), Float64Array.from(own, Math.exp));
        expect(out.view[2 * row]).toBeCloseTo(x, 5);
        expect(out.view[2 * row + 1]).toBeCloseTo(y, 5);
      }
    },
  );

  test("is that of the code itself where the numbers are no logits", () => {
    const code = cellsIn(50, false);
    const positions = engine.memory.from(
      "float32",
      Float32Array.of(0.3, -0.2, -0.9, 0.5),
      "positions",
      [2, 2],
    );
    const activity = engine.memory.allocate("float32", [2, 50], "code");
    encode(engine, code, positions, activity);
    const out = engine.memory.allocate("float32", [2, 2], "decoded");
    decodeBy(engine, code, activity, out, "weight", false);
    const [x, y] = decodePlaceByWeight(plain(code), activity.view.subarray(50));
    expect([out.view[2]!, out.view[3]!]).toEqual([expect.closeTo(x, 6), expect.closeTo(y, 6)]);
  });

  test("takes one cell for one that has all the weight, and NaN for what has a NaN", () => {
    const code = cellsIn(9, true);
    const logits = engine.memory.zeros("float32", [2, 9], "logits");
    logits.view[4] = 200;
    logits.view[9 + 7] = Number.NaN;
    const out = engine.memory.allocate("float32", [2, 2], "decoded");
    decodeBy(engine, code, logits, out, "weight", true);
    const best = engine.memory.allocate("float32", [2, 2], "best");
    decode(engine, code, logits, best, 1);
    expect([...out.view]).toEqual([...best.view]);
    expect(out.view[2]).toBeNaN();
  });

  test("the same bits for any number of workers", () => {
    const decoded = [engine, alone].map((on) => {
      const out = on.memory.allocate("float32", [100, 2], "decoded");
      decodeBy(on, cellsIn(64, false, on), someLogits(100, 64, on), out, "weight", true);
      return [...out.view];
    });
    expect(decoded[1]).toEqual(decoded[0]!);
  });
});

describe("floors of DeepMind's 256 cells of 1 cm", () => {
  const random = new NumpyRandom(8341);
  const pairs = Array.from({ length: 512 }, () => random.uniform(-1.1, 1.1));
  const arena = { width: 2.2, height: 2.2, periodic: false };
  const code = openPlaceCode(engine, { arena, centres: givenCentres(pairs), kind: "gaussian", sigma: 0.01 });

  test("are 6.96 cm by the best cell, and hardly less by weight, for one cell has it all", () => {
    expect(decodeFloorCm(engine, code, {}, 1)).toBeWithin(6.9, 7.02);
    expect(decodeFloorCm(engine, code, {}, "weight")).toBeWithin(6.8, 7);
  });

  test("are 5.9 cm by the best three, most of which are zero to float32", () => {
    const draws = randomNumbers(4000, 5);
    let sum = 0;
    for (let i = 0; i < draws.length; i += 2) {
      const [x, y] = [2.2 * draws[i]! - 1.1, 2.2 * draws[i + 1]! - 1.1];
      const near = Array.from({ length: 256 }, (_, cell) => cell)
        .map((cell) => ({ cell, distance: Math.hypot(pairs[2 * cell]! - x, pairs[2 * cell + 1]! - y) }))
        .sort((a, b) => a.distance - b.distance)
        .slice(0, 3);
      const mean = (axis: number) => near.reduce((total, { cell }) => total + pairs[2 * cell + axis]! / 3, 0);
      sum += 100 * Math.hypot(mean(0) - x, mean(1) - y);
    }
    expect(Math.abs(decodeFloorCm(engine, code, {}, 3) - sum / 2000)).toBeLessThan(0.3);
  });
});
