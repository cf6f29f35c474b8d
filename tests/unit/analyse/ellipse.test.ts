import { describe, expect, test } from "bun:test";
import { ellipseOf } from "../../../src/analyse/ellipse.ts";

/** Half of a hexagon of radius 1, stretched along `direction`. */
function stretched(by: number, direction: number, turn: number) {
  return [0, 1, 2].map((i) => {
    const angle = turn + (i * Math.PI) / 3;
    const [along, across] = [by * Math.cos(angle - direction), Math.sin(angle - direction)];
    return {
      x: along * Math.cos(direction) - across * Math.sin(direction),
      y: along * Math.sin(direction) + across * Math.cos(direction),
    };
  });
}

describe("the ellipse through three pairs of peaks", () => {
  test("of a regular hexagon is a circle", () => {
    const { major, minor, ellipticity, direction } = ellipseOf(stretched(1, 0, 0.3))!;
    for (const one of [major, minor, ellipticity]) expect(one).toBeCloseTo(1, 9);
    expect(direction).toBeGreaterThanOrEqual(0);
    expect(direction).toBeLessThan(Math.PI);
  });

  for (const direction of [0, 0.4, Math.PI / 2, 2.9]) {
    test(`of a hexagon stretched by 1.2 along ${direction}`, () => {
      const found = ellipseOf(stretched(1.2, direction, 0.1))!;
      expect(found.major).toBeCloseTo(1.2, 9);
      expect(found.minor).toBeCloseTo(1, 9);
      expect(found.ellipticity).toBeCloseTo(1.2, 9);
      expect(Math.sin(found.direction - direction)).toBeCloseTo(0, 9);
    });
  }

  test("does not depend on which of a pair is given, nor on the unit of length", () => {
    const peaks = stretched(1.3, 0.7, 0.2);
    const mirrored = peaks.map(({ x, y }, i) =>
      i === 1 ? { x: -0.01 * x, y: -0.01 * y } : { x: 0.01 * x, y: 0.01 * y },
    );
    expect(ellipseOf(mirrored)!.ellipticity).toBeCloseTo(1.3, 9);
    expect(ellipseOf(mirrored)!.major).toBeCloseTo(0.013, 11);
  });

  test("is the nearest one through more pairs", () => {
    const peaks = [...stretched(1.2, 0.5, 0), ...stretched(1.2, 0.5, 0.5)];
    expect(ellipseOf(peaks)!.ellipticity).toBeCloseTo(1.2, 9);
  });
});

test("there is none of fewer than three pairs, of peaks on a line, or on a hyperbola", () => {
  expect(ellipseOf(stretched(1.2, 0, 0).slice(0, 2))).toBeUndefined();
  expect(ellipseOf([1, 2, 3].map((x) => ({ x, y: 0 })))).toBeUndefined();
  const hyperbola = [1, 1.5, 2].map((x, i) => ({ x, y: [0, 1, -1][i]! * Math.sqrt(x * x - 1) }));
  expect(ellipseOf(hyperbola)).toBeUndefined();
});
