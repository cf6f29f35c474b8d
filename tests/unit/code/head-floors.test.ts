import { describe, expect, test } from "bun:test";
import { headingDistance, headingFloor, headingGaps, widestGap } from "../../../src/code/head-floors.ts";
import { NumpyRandom } from "../../../src/world/mt19937.ts";

/** Of DeepMind's code: the first numbers of the generator that places the place cells. */
const random = new NumpyRandom(8341);
const published = Array.from({ length: 12 }, () => random.uniform(-Math.PI, Math.PI));

describe("head-direction cells", () => {
  test("distances go the short way", () => {
    expect(headingDistance(3, -3)).toBeCloseTo(2 * Math.PI - 6, 12);
    expect(headingDistance(0.5, 7)).toBeCloseTo(6.5 - 2 * Math.PI, 12);
    expect(headingDistance(-Math.PI, Math.PI)).toBeCloseTo(0, 12);
  });

  test("gaps add up to a turn, and one cell leaves a whole one", () => {
    const turn = headingGaps(published).reduce((sum, { width }) => sum + width, 0);
    expect(turn).toBeCloseTo(2 * Math.PI, 12);
    expect(headingGaps([1])).toEqual([{ from: 1, width: 2 * Math.PI }]);
  });

  test("the published ones leave 2.06 rad without any, from -1.62 to 0.43", () => {
    const { from, width } = widestGap(published);
    expect([from, width]).toEqual([expect.closeTo(-1.6226548, 6), expect.closeTo(2.0570896, 6)]);
  });

  test("floors are those of a fine sweep over the turn", () => {
    for (const means of [published, [0, Math.PI], [2]]) {
      let sum = 0;
      for (let i = 0; i < 100_000; i++) {
        const heading = -Math.PI + (2 * Math.PI * (i + 0.5)) / 100_000;
        sum += Math.min(...means.map((mean) => headingDistance(heading, mean)));
      }
      expect(headingFloor(means)).toBeCloseTo(sum / 100_000, 5);
    }
  });
});
