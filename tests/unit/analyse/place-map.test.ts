import { afterAll, expect, test } from "bun:test";
import { placeCodeMap, predictedPlaceMap } from "../../../src/analyse/place-map.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { knownNetwork } from "../../support/known-network.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => engine.close());
const options = { seed: 1, trajectories: 60, steps: 5, bins: 11 };

test("a cell fires most in the bin of its centre", () => {
  const { source, experiment } = knownNetwork(engine, { units: 2 });
  const { centresX, centresY } = experiment.readout.code;
  for (const cell of [0, 17, 63]) {
    const { values } = placeCodeMap(engine, source, cell, 11);
    const best = values.indexOf(Math.max(...values));
    const binOf = (place: number) => Math.floor((place / 2.2 + 0.5) * 11);
    // Neighbours take their share: a cell may be strongest one bin from its centre.
    expect(Math.abs((best % 11) - binOf(centresX.view[cell]!))).toBeLessThanOrEqual(1);
    expect(Math.abs(Math.floor(best / 11) - binOf(centresY.view[cell]!))).toBeLessThanOrEqual(1);
  }
});

test("all cells together are 1 in every bin", () => {
  const { source } = knownNetwork(engine, { units: 2 });
  const sums = new Float64Array(121);
  for (let cell = 0; cell < 64; cell++) {
    placeCodeMap(engine, source, cell, 11).values.forEach((value, bin) => {
      sums[bin]! += value;
    });
  }
  for (const sum of sums) expect(sum).toBeCloseTo(1, 5);
});

test("a network that says nothing gives every cell the same", () => {
  const { values } = predictedPlaceMap(engine, knownNetwork(engine, { units: 2 }).source, 5, options);
  const visited = values.filter((value) => !Number.isNaN(value));
  expect(visited.length).toBeGreaterThan(30);
  for (const value of visited) expect(value).toBeCloseTo(1 / 64, 6);
});

test("a network that knows where it starts says so", () => {
  const { source } = knownNetwork(engine, {
    units: 64,
    encoder: (cell, unit) => (cell === unit ? 20 : 0),
    recurrent: (from, to) => (from === to ? 1 : 0),
    decoder: (unit, cell) => (cell === unit ? 1 : 0),
  });
  const more = { ...options, trajectories: 2000 };
  const code = placeCodeMap(engine, source, 27, 11).values;
  const predicted = predictedPlaceMap(engine, source, 27, more).values;
  const highest = (values: Float64Array) => values.indexOf(Math.max(...values));
  const [a, b] = [highest(code), highest(predicted)];
  expect(Math.abs((a % 11) - (b % 11)) + Math.abs(Math.floor(a / 11) - Math.floor(b / 11))).toBeLessThan(2);
  expect(Math.max(...predicted)).toBeGreaterThan(0.2);
});

test("where cells are asked for densities, each is shown by itself", () => {
  const code = { targets: "normalized", kind: "gaussian" };
  const { source, experiment } = knownNetwork(engine, { units: 2, code });
  for (const value of predictedPlaceMap(engine, source, 5, options).values) {
    if (!Number.isNaN(value)) expect(value).toBe(0.5);
  }
  const { values } = placeCodeMap(engine, source, 27, 11);
  const { centresX, centresY, sigma } = experiment.readout.code;
  const bin = values.indexOf(Math.max(...values));
  const [x, y] = [bin % 11, Math.floor(bin / 11)].map((at) => ((at + 0.5) / 11 - 0.5) * 2.2);
  const squared = (x! - centresX.view[27]!) ** 2 + (y! - centresY.view[27]!) ** 2;
  expect(values[bin]).toBeCloseTo(Math.exp(-squared / (2 * sigma ** 2)), 6);
});

test("what a network says of headings and further places does not count", () => {
  const says = (code: Readonly<Record<string, unknown>>) => {
    const { source } = knownNetwork(engine, {
      ...{ units: 64, code },
      encoder: (cell, unit) => (cell === unit ? 20 : 0),
      recurrent: (from, to) => (from === to ? 1 : 0),
      decoder: (unit, cell) => (cell === unit ? 1 : cell >= 64 ? 3 : 0),
    });
    return predictedPlaceMap(engine, source, 27, options).values;
  };
  const alone = says({});
  says({ headCells: 12, morePlaces: "9:0.4" }).forEach((value, bin) => {
    // Longer rows are added up in another order.
    if (Number.isNaN(alone[bin]!)) expect(value).toBeNaN();
    else expect(value / alone[bin]!).toBeCloseTo(1, 4);
  });
});

test("refuses a cell that there is not", () => {
  const { source } = knownNetwork(engine, { units: 2 });
  for (const cell of [-1, 64, 1.5]) {
    expect(() => placeCodeMap(engine, source, cell, 5)).toThrow("there is no place cell");
    expect(() => predictedPlaceMap(engine, source, cell, options)).toThrow("there is no place cell");
  }
});
