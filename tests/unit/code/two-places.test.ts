/** Two places out of the sum of their codes. */
import { afterAll, describe, expect, test } from "bun:test";
import { jitteredLattice } from "../../../src/code/place-centres.ts";
import { openPlaceCode } from "../../../src/code/place-code.ts";
import { twoLevels } from "../../../src/code/two-levels.ts";
import { decodeTwo, errorsOfTwo, median } from "../../../src/code/two-places.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { fillUniform } from "../../../src/engine/random.ts";
import { defaultArena } from "../../../src/world/arena.ts";
import { twoPlaces } from "../../support/reference/two-places.ts";
import { userErrorOf } from "../../support/user-error.ts";

const engine = await openEngine({ workers: 2, blas: "wasm" });
afterAll(() => engine.close());

const centres = jitteredLattice(engine, defaultArena, 37, 2);
const code = openPlaceCode(engine, { arena: defaultArena, centres });
const pairs = Array.from(centres.x, (x, i) => [Math.fround(x), Math.fround(centres.y[i]!)] as const);

const rows = 70;
const random = (shape: number[], stream: string) => {
  const array = engine.memory.allocate("float32", shape, stream);
  fillUniform(engine, { seed: 3, stream, items: shape[0]!, draws: shape[1]! }, array);
  return array;
};

describe("two places", () => {
  // Rows go on with what other ensembles say.
  const activity = random([rows, 40], "activity");
  const one = random([rows, 2], "one");
  const other = random([rows, 2], "other");
  const decoded = engine.memory.allocate("float32", [rows, 4], "decoded");

  for (const k of [2, 3, 6, 10]) {
    test(`are the best clusters of the best ${k} cells, each given to the nearer`, () => {
      decodeTwo(engine, code, activity, { one, other }, decoded, k);
      for (let row = 0; row < rows; row++) {
        const at = (places: typeof one) => [places.view[2 * row]!, places.view[2 * row + 1]!] as const;
        const values = activity.view.subarray(row * 40, row * 40 + 37);
        const wanted = twoPlaces(pairs, values, k, [at(one), at(other)]).flat();
        // float32 of sums in float64.
        wanted.forEach((value, i) => void expect(decoded.view[4 * row + i]).toBeCloseTo(value, 6));
      }
    });
  }

  test("errors are those of the choice that is made", () => {
    decodeTwo(engine, code, activity, { one, other }, decoded, 6);
    const { eachMean, both } = errorsOfTwo(engine, decoded, { one, other });
    const far = (row: number, places: typeof one, at: number) =>
      Math.hypot(
        decoded.view[4 * row + at]! - places.view[2 * row]!,
        decoded.view[4 * row + at + 1]! - places.view[2 * row + 1]!,
      );
    const each = Array.from({ length: rows }, (_, row) => (far(row, one, 0) + far(row, other, 2)) / 2);
    expect(eachMean).toBeCloseTo(each.reduce((sum, error) => sum + error, 0) / rows, 12);
    for (let row = 0; row < rows; row++) {
      expect(both[row]).toBeCloseTo(Math.hypot(far(row, one, 0), far(row, other, 2)), 12);
    }
  });

  test("a row with NaN gives NaN", () => {
    activity.view[5 * 40 + 7] = Number.NaN;
    decodeTwo(engine, code, activity, { one, other }, decoded, 6);
    expect([...decoded.view.subarray(20, 24)]).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
    expect(decoded.view.subarray(24, 28).every(Number.isFinite)).toBe(true);
  });

  test("too few or too many cells are refused", () => {
    for (const k of [1, 11]) {
      expect(userErrorOf(() => decodeTwo(engine, code, activity, { one, other }, decoded, k))).toBe(
        `two places of the best ${k} cells | use a whole number from 2 to 10`,
      );
    }
  });
});

test("a median of an even number is the mean of the middle two", () => {
  expect(median(Float64Array.of(4, 1, 10, 2))).toBe(3);
  expect(median(Float64Array.of(9, 1, 2))).toBe(2);
});

test("loss and errors lie between those of the true sum of two codes and those of knowing nothing", () => {
  const many = openPlaceCode(engine, {
    arena: defaultArena,
    centres: jitteredLattice(engine, defaultArena, 512, 0),
  });
  const { loss, eachCm, bothCm } = twoLevels(engine, many, 6, { samples: 4000 });
  expect(loss.chance).toBeCloseTo(2 * Math.log(512), 12);
  // Between twice the floor of one, 12.29, where both are at the same place, and that with a bit for each.
  expect(loss.floor).toBeGreaterThan(12.29);
  expect(loss.floor).toBeLessThan(loss.chance);
  expect(eachCm.floor).toBeLessThan(12);
  expect(eachCm.chance).toBeCloseTo(84.2, 1);
  // Two uniform places: the root of the mean square is 127 cm.
  expect(bothCm.chance).toBeGreaterThan(115);
  expect(bothCm.chance).toBeLessThan(130);
  expect(bothCm.floor).toBeLessThan(bothCm.chance / 4);
});
