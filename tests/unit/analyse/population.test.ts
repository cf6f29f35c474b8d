import { afterAll, describe, expect, test } from "bun:test";
import { gridLattices } from "../../../src/analyse/grid-spacing.ts";
import { populationOf } from "../../../src/analyse/population.ts";
import { hexagonalCell, sampleMaps } from "../../../src/analyse/synthetic.ts";
import { openEngine } from "../../../src/engine/engine.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => engine.close());
const box = { width: 2.2, height: 2.2 };
const options = { seed: 1, leastDeviation: 0.005, shuffles: 99 };

/** Ten grids of 0.5 m and ten of 0.75 m, of nearly the same orientation; then one that is not to be taken. */
const cells = Array.from({ length: 21 }, (_, i) =>
  hexagonalCell({
    period: (i < 10 ? 0.5 : 0.75) * (1 + 0.004 * (i % 5)),
    angle: i === 20 ? 0.5 : 0.1 + 0.01 * (i % 3),
    phase: [0.03 * i, -0.02 * i],
  }),
);
const lattices = gridLattices(
  engine,
  sampleMaps(cells, 24, 24, box),
  { units: 21, bins: 24 },
  box,
  "excluded",
);
const grid60 = Float64Array.from(cells, (_, unit) => (unit === 20 ? 0.2 : 1));

describe("two modules", () => {
  const found = populationOf(engine, { name: "units", grid60, lattices }, 0.4, options);

  test("of the units above the threshold, each in its own", () => {
    expect([found.members.length, found.all, found.measured]).toEqual([20, 21, 20]);
    expect(found.modules.best!.components.map(({ mean }) => Number(mean.toFixed(1)))).toEqual([0.5, 0.8]);
    expect(Array.from(found.moduleOf)).toEqual(Array.from({ length: 20 }, (_, i) => (i < 10 ? 0 : 1)));
    expect(Math.abs(found.modules.ratios[0]! - 1.5)).toBeLessThan(0.02);
  });

  test("with the spread of the population and of the axes", () => {
    expect(Math.abs(found.spacing.mean - 0.63)).toBeLessThan(0.01);
    expect(Math.abs(found.spacing.deviation - 0.126)).toBeLessThan(0.01);
    expect(found.spacingSpread.median).toBeLessThan(0.02);
    expect(found.ellipticity.median).toBeLessThan(1.05);
    expect(found.orientation.deviation).toBeLessThan(0.03);
    const axis = (0.11 + Math.PI / 2) % (Math.PI / 3);
    expect(Math.abs(found.orientation.mean - axis)).toBeLessThan(0.02);
  });
});

test("nobody above the threshold: numbers that are none, no modules", () => {
  const none = populationOf(engine, { name: "noise", grid60, lattices }, 2, options);
  expect([none.members.length, none.measured, none.moduleOf.length]).toEqual([0, 0, 0]);
  for (const value of [
    none.spacing.median,
    none.spacing.mean,
    none.spacing.deviation,
    none.orientation.deviation,
  ]) {
    expect(value).toBeNaN();
  }
  expect(none.modules.best).toBeUndefined();
});

test("one unit: one module, nothing discrete; a unit without peaks is in none", () => {
  const few = Float64Array.from(grid60, (_, unit) => (unit < 2 ? 1 : 0));
  const gone = { ...lattices, spacing: lattices.spacing.with(1, Number.NaN) };
  const one = populationOf(engine, { name: "units", grid60: few, lattices: gone }, 0.4, options);
  expect(Array.from(one.moduleOf)).toEqual([0, -1]);
  expect([one.members.length, one.measured]).toEqual([2, 1]);
  expect(one.modules.best!.components).toHaveLength(1);
  expect(one.modules.discreteness.p).toBeNaN();
});
