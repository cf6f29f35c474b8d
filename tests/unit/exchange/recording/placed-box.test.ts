/** Where the box of a recording is. */
import { describe, expect, test } from "bun:test";
import { type BoxOptions, placedPositions } from "../../../../src/exchange/recording/placed-box.ts";
import { userErrorOf } from "../../../support/user-error.ts";

const positions = Float64Array.of(0.1, 0.2, 0.9, 0.6, Number.NaN, Number.NaN, 0.5, 0.3);
const usual: BoxOptions = { box: undefined, round: false, origin: "range", scaled: false };
const place = (options: Partial<BoxOptions> = {}, some = positions) =>
  placedPositions(some, "rat.csv", { ...usual, ...options });
const rounded = (values: ArrayLike<number>) => Array.from(values, (value) => Math.round(1e9 * value) / 1e9);
const sides = ({ width, height }: ReturnType<typeof place>) => rounded([width, height]);

describe("the middle of the box", () => {
  test("is that of what was visited, a corner's, the file's, or given", () => {
    expect(rounded(place().middle)).toEqual([0.5, 0.4]);
    expect(sides(place())).toEqual([0.8, 0.4]);
    expect(rounded(place().positions)).toEqual([-0.4, -0.2, 0.4, 0.2, Number.NaN, Number.NaN, 0, -0.1]);
    expect(rounded(place({ origin: "corner" }).middle)).toEqual([0.45, 0.3]);
    expect(sides(place({ origin: "corner" }))).toEqual([0.9, 0.6]);
    expect(rounded(place({ origin: "corner", box: { width: 1, height: 0.8 } }).middle)).toEqual([0.5, 0.4]);
    expect([place({ origin: "middle" }).middle, sides(place({ origin: "middle" }))]).toEqual([
      [0, 0],
      [1.8, 1.2],
    ]);
    expect(rounded(place({ origin: [0.6, 0.4] }).middle)).toEqual([0.6, 0.4]);
    expect(sides(place({ origin: [0.6, 0.4] }))).toEqual([1, 0.4]);
  });
  test("of a round arena is that of a circle as wide as the longer side", () => {
    const ring = Float64Array.from({ length: 200 }, (_, i) => (i % 2 ? Math.sin(i >> 1) : Math.cos(i >> 1)));
    const { outside } = place({ round: true }, ring);
    expect(outside).toBe(0);
    const [width, height] = sides(place({ round: true }, ring));
    expect([width === height, width! > 1.99]).toEqual([true, true]);
  });
});

describe("what does not fit", () => {
  const many = Float64Array.from({ length: 400 }, (_, i) => 0.1 + ((i * 0.37) % 0.8));
  const with_ = (x: number) => Float64Array.of(...many, x, 0.5);
  test("a few positions outside are unknown, and counted", () => {
    const found = place({ box: { width: 0.8, height: 0.8 }, origin: [0.5, 0.5] }, with_(1.5));
    expect([found.outside, found.positions[400]]).toEqual([1, Number.NaN]);
    expect(place({}, with_(0.95)).outside).toBe(0);
  });
  test("many are a wrong box", () => {
    expect(userErrorOf(() => place({ box: { width: 0.5, height: 1 } }, many))).toMatch(
      /^\d\d % of the positions in rat\.csv are outside a box of 0\.5 x 1 m around \(0\.5, 0\.5\): x goes from 0\.1 to 0\.\d+, y from 0\.\d+ to 0\.\d+ m \| give another --box or --origin, or --scale$/,
    );
    expect(userErrorOf(() => place({ round: true }, Float64Array.of(0, 0, 1, 1, 0, 1, 1, 0)))).toBe(
      "the positions in rat.csv reach 0.7071 m from their middle, in a range of 1 x 1 m: no round arena | leave out --arena circle, or give its diameter by --box D",
    );
  });
  test("a hall is another unit of length, unless it is meant", () => {
    const hall = positions.map((value) => 100 * value);
    expect(userErrorOf(() => place({}, hall))).toBe(
      "the positions in rat.csv span 80 x 40 m | if they are in cm, say --scale 0.01; if that is meant, --scale 1",
    );
    expect(sides(place({ scaled: true }, hall))).toEqual([80, 40]);
  });
  test("a line is no box", () => {
    expect(userErrorOf(() => place({}, Float64Array.of(0, 1, 1, 1, 2, 1)))).toContain("span 2 x 0 m: no box");
    expect(sides(place({ box: { width: 2, height: 2 } }, Float64Array.of(0, 1, 1, 1, 2, 1)))).toEqual([2, 2]);
  });
});
