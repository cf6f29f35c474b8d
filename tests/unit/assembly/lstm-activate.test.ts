import { afterAll, describe, expect, test } from "bun:test";
import { openEngine } from "../../../src/engine/engine.ts";
import { randomInteger, testRandom } from "../../support/reference/random.ts";
import { expectNear } from "./gru-steps.ts";
import { oddSizes, placesIn } from "./kernel-arrays.ts";
import { activate, plainActivate, randomStep, type Step } from "./lstm-steps.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => engine.close());

describe("lstmActivate", () => {
  // The sums of a gate have magnitudes below 4 + 0.75 * inputs and 4 + 2 * inputs roundings of it, each below 2^-24 of the largest;
  // sigmoid, tanh and ReLU never enlarge an error.
  const tolerance = (inputs: number) => (4 + 2 * inputs) * (4 + inputs) * 2 ** -24;

  test.each(oddSizes)("%d units", (units) => {
    for (const [rows, inputs, activation] of [
      [3, 2, "tanh"],
      [1, 1, "relu"],
      [2, 5, "tanh"],
      [2, 0, "relu"],
    ] as const) {
      const sizes = { rows, units, inputs };
      const step = { ...randomStep(testRandom(units + inputs), sizes), activation };
      const { gates, cells, squashed, after } = activate(engine, step, sizes);
      const expected = plainActivate(step, sizes);
      expectNear(gates, expected.gates, tolerance(inputs));
      // A candidate of a ReLU is as large as its sum.
      const ofCells = (4 + inputs) * 2 * tolerance(inputs);
      expectNear(cells, expected.cells, ofCells);
      expectNear(squashed, expected.squashed, ofCells);
      expectNear(after, expected.after, 2 * ofCells);
    }
  });

  test("a bias that is not there is one of zeros, to the bit", () => {
    const sizes = { rows: 3, units: 7, inputs: 2 };
    const step = randomStep(testRandom(4), sizes, false);
    const zeros = new Float32Array(28);
    expect(activate(engine, { ...step, inputBias: zeros, recurrentBias: zeros }, sizes)).toEqual(
      activate(engine, step, sizes),
    );
    const expected = plainActivate(step, sizes);
    expectNear(activate(engine, step, sizes).after, expected.after, 2 * tolerance(2));
  });

  test("the forget bias is that of the forget gate alone", () => {
    const sizes = { rows: 2, units: 5, inputs: 1 };
    const step = randomStep(testRandom(3), sizes);
    const ofForget = (i: number) => Math.floor(i / sizes.units) % 4 === 1;
    const inBias = { ...step, forgetBias: 0, sums: step.sums.map((x, i) => (ofForget(i) ? x + 0.5 : x)) };
    const { gates } = activate(engine, { ...step, forgetBias: 0.5 }, sizes);
    expectNear(gates, Float64Array.from(activate(engine, inBias, sizes).gates), 2 ** -22);
    const others = (values: Float32Array) => values.filter((_, i) => !ofForget(i));
    expect(others(gates)).toEqual(others(activate(engine, { ...step, forgetBias: 0 }, sizes).gates));
  });

  test("a row has the same bits alone and among others", () => {
    const random = testRandom(5);
    for (let draw = 0; draw < 20; draw++) {
      const sizes = {
        rows: randomInteger(random, 2, 6),
        units: randomInteger(random, 1, 19),
        inputs: randomInteger(random, 1, 4),
      };
      const step = randomStep(random, sizes);
      const { units, inputs } = sizes;
      const all = activate(engine, step, sizes);
      const row = randomInteger(random, 0, sizes.rows - 1);
      const of = (values: Float32Array, width: number) => values.slice(row * width, (row + 1) * width);
      const own = {
        sums: of(step.sums, 4 * units),
        input: of(step.input, inputs),
        cells: of(step.cells, units),
      };
      const alone = activate(engine, { ...step, ...own }, { ...sizes, rows: 1 });
      expect(alone.gates).toEqual(of(all.gates, 4 * units));
      expect(alone.cells).toEqual(of(all.cells, units));
      expect(alone.squashed).toEqual(of(all.squashed, units));
      expect(alone.after).toEqual(of(all.after, units));
    }
  });

  test("cells grow by less than 1 a step and states stay within 1, whatever the weights", () => {
    const random = testRandom(6);
    for (let draw = 0; draw < 50; draw++) {
      const sizes = { rows: 2, units: randomInteger(random, 1, 21), inputs: 2 };
      const size = 10 ** (4 * random() - 2);
      const wide = (values: Float32Array) => values.map((x) => size * x);
      const drawn = randomStep(random, sizes);
      const step = { ...drawn, sums: wide(drawn.sums), inputWeights: wide(drawn.inputWeights) };
      const { cells, after } = activate(engine, step, sizes);
      for (const [i, cell] of cells.entries()) {
        expect(Math.abs(cell)).toBeLessThanOrEqual(Math.abs(step.cells[i]!) + 1 + 2 ** -22);
        expect(Math.abs(after[i]!)).toBeLessThanOrEqual(1);
      }
    }
  });

  test("an open forget gate and a closed input gate keep a cell, to the bit; a closed output gate shows nothing", () => {
    const sizes = { rows: 2, units: 6, inputs: 1 };
    const step = randomStep(testRandom(7), sizes, false);
    const held = step.sums.map((x, i) => [-1000, 1000, x, -1000][Math.floor(i / sizes.units) % 4]!);
    const { cells, after } = activate(engine, { ...step, sums: held }, sizes);
    expect(cells).toEqual(step.cells);
    expect(after.map(Math.abs)).toEqual(new Float32Array(12));
  });

  test("works in place on the cells", () => {
    const sizes = { rows: 2, units: 7, inputs: 2 };
    const step = randomStep(testRandom(8), sizes);
    expect(activate(engine, step, sizes, true)).toEqual(activate(engine, step, sizes));
  });

  test("passes NaN on, wherever it comes from", () => {
    const sizes = { rows: 1, units: 7, inputs: 2 };
    for (const activation of ["tanh", "relu"] as const) {
      const step: Step = { ...randomStep(testRandom(9), sizes), activation };
      const broken = (changed: Partial<Step>) => {
        const { after } = activate(engine, { ...step, ...changed }, sizes);
        return [...after.keys()].filter((i) => Number.isNaN(after[i]!));
      };
      const nan = Number.NaN;
      expect(broken({})).toEqual([]);
      for (const at of placesIn(sizes.units)) {
        expect(broken({ cells: step.cells.with(at, nan) })).toEqual([at]);
        for (const which of [0, 1, 2, 3]) {
          const column = which * sizes.units + at;
          expect(broken({ sums: step.sums.with(column, nan) })).toEqual([at]);
          expect(broken({ inputWeights: step.inputWeights.with(28 + column, nan) })).toEqual([at]);
          expect(broken({ inputBias: step.inputBias!.with(column, nan) })).toEqual([at]);
          expect(broken({ recurrentBias: step.recurrentBias!.with(column, nan) })).toEqual([at]);
        }
      }
      expect(broken({ input: step.input.with(1, nan) })).toEqual([0, 1, 2, 3, 4, 5, 6]);
    }
  });
});
