import { afterAll, describe, expect, test } from "bun:test";
import { openEngine } from "../../../src/engine/engine.ts";
import { randomInteger, testRandom } from "../../support/reference/random.ts";
import { activate, expectNear, gate, plainActivate, randomStep, type Step } from "./gru-steps.ts";
import { guarded, oddSizes, placesIn, unguard } from "./kernel-arrays.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
const { kernels, memory } = engine;
afterAll(() => engine.close());

describe("gruActivate", () => {
  // The sums of a gate have magnitudes below 1 + 2 + 0.75 * inputs and 4 + 2 * inputs roundings of it, each below 2^-24 of the
  // largest; sigmoid and tanh never enlarge an error.
  const tolerance = (inputs: number) => (4 + 2 * inputs) * (3 + inputs) * 2 ** -24;

  test.each(oddSizes)("%d units", (units) => {
    for (const [rows, inputs] of [
      [3, 2],
      [1, 1],
      [2, 5],
    ] as const) {
      const sizes = { rows, units, inputs };
      const step = randomStep(testRandom(units + inputs), sizes);
      const { gates, recurrentCandidate, after } = activate(engine, step, sizes);
      const expected = plainActivate(step, sizes);
      expectNear(gate(gates, 0, units), expected.reset, tolerance(inputs));
      expectNear(gate(gates, 1, units), expected.update, tolerance(inputs));
      expectNear(gate(gates, 2, units), expected.candidate, tolerance(inputs));
      expectNear(recurrentCandidate, expected.recurrentCandidate, 2 ** -23);
      expectNear(after, expected.after, 2 * tolerance(inputs));
    }
  });

  test("a bias that is not there is one of zeros, to the bit", () => {
    const sizes = { rows: 3, units: 7, inputs: 2 };
    const step = randomStep(testRandom(4), sizes, false);
    const zeros = new Float32Array(21);
    expect(activate(engine, { ...step, inputBias: zeros, recurrentBias: zeros }, sizes)).toEqual(
      activate(engine, step, sizes),
    );
    const expected = plainActivate(step, sizes);
    expectNear(activate(engine, step, sizes).after, expected.after, 2 * tolerance(2));
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
      const alone = activate(
        engine,
        {
          ...step,
          sums: of(step.sums, 3 * units),
          input: of(step.input, inputs),
          before: of(step.before, units),
        },
        { ...sizes, rows: 1 },
      );
      expect(alone.gates).toEqual(of(all.gates, 3 * units));
      expect(alone.recurrentCandidate).toEqual(of(all.recurrentCandidate, units));
      expect(alone.after).toEqual(of(all.after, units));
    }
  });

  test("a state lies between the one before and the candidate, whatever the weights", () => {
    const random = testRandom(6);
    for (let draw = 0; draw < 50; draw++) {
      const sizes = { rows: 2, units: randomInteger(random, 1, 21), inputs: 2 };
      const size = 10 ** (4 * random() - 2);
      const wide = (values: Float32Array) => values.map((x) => size * x);
      const drawn = randomStep(random, sizes);
      const step = { ...drawn, sums: wide(drawn.sums), inputWeights: wide(drawn.inputWeights) };
      const { gates, after } = activate(engine, step, sizes);
      const candidate = gate(gates, 2, sizes.units);
      for (const [i, state] of after.entries()) {
        const [low, high] = [candidate[i]!, step.before[i]!].sort((a, b) => a - b) as [number, number];
        // 1 - z, two products and a sum are rounded.
        expect(state).toBeGreaterThanOrEqual(low - 2 ** -23);
        expect(state).toBeLessThanOrEqual(high + 2 ** -23);
      }
    }
  });

  test("an open update gate keeps the state, a closed one takes the candidate, to the bit", () => {
    const sizes = { rows: 2, units: 6, inputs: 1 };
    const step = randomStep(testRandom(7), sizes, false);
    const ofUpdate = (i: number) => Math.floor(i / sizes.units) % 3 === 1;
    const kept = activate(engine, { ...step, sums: step.sums.map((x, i) => (ofUpdate(i) ? 100 : x)) }, sizes);
    expect(kept.after).toEqual(step.before);
    const taken = activate(
      engine,
      { ...step, sums: step.sums.map((x, i) => (ofUpdate(i) ? -100 : x)) },
      sizes,
    );
    expect(taken.after).toEqual(gate(taken.gates, 2, sizes.units));
  });

  test("works in place on the state", () => {
    const sizes = { rows: 2, units: 7, inputs: 2 };
    const step = randomStep(testRandom(8), sizes);
    memory.scope(() => {
      const state = guarded(engine, step.before);
      const pointer = (values: Float32Array | undefined) => guarded(engine, values ?? []).pointer;
      // biome-ignore format: what the rows have, weights, states, sizes
      kernels.gruActivate(pointer(step.sums), pointer(new Float32Array(14)), pointer(step.input),
        pointer(step.inputWeights), pointer(step.inputBias), pointer(step.recurrentBias),
        state.pointer, state.pointer,
        2, 7, 2, 0.75);
      expect(unguard(state)).toEqual(activate(engine, step, sizes).after);
    });
  });

  test("passes NaN on, wherever it comes from", () => {
    const sizes = { rows: 1, units: 7, inputs: 2 };
    const step = randomStep(testRandom(9), sizes);
    const broken = (changed: Partial<Step>) => {
      const { after } = activate(engine, { ...step, ...changed }, sizes);
      return [...after.keys()].filter((i) => Number.isNaN(after[i]!));
    };
    const nan = Number.NaN;
    expect(broken({})).toEqual([]);
    for (const at of placesIn(sizes.units)) {
      expect(broken({ before: step.before.with(at, nan) })).toEqual([at]);
      for (const which of [0, 1, 2]) {
        const column = which * sizes.units + at;
        expect(broken({ sums: step.sums.with(column, nan) })).toEqual([at]);
        expect(broken({ inputWeights: step.inputWeights.with(21 + column, nan) })).toEqual([at]);
        expect(broken({ inputBias: step.inputBias!.with(column, nan) })).toEqual([at]);
        expect(broken({ recurrentBias: step.recurrentBias!.with(column, nan) })).toEqual([at]);
      }
    }
    expect(broken({ input: step.input.with(1, nan) })).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
});
