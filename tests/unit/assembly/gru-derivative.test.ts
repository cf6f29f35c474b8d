import { afterAll, describe, expect, test } from "bun:test";
import { openEngine } from "../../../src/engine/engine.ts";
import { plainGruBack } from "../../support/reference/gru.ts";
import { randomFloats, testRandom } from "../../support/reference/random.ts";
import { activate, expectNear, gate, randomStep, type Step } from "./gru-steps.ts";
import { guarded, oddSizes, unguard } from "./kernel-arrays.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
const { kernels, memory } = engine;
afterAll(() => engine.close());

describe("gruDerivative", () => {
  /** What the forward pass left, and the gradient at the state after. */
  function randomBack(random: () => number, rows: number, units: number) {
    const share = (count: number) => randomFloats(random, count).map((x) => (1 + x) / 2);
    const gates = [share(rows * units), share(rows * units), randomFloats(random, rows * units)] as const;
    return {
      reset: gates[0],
      update: gates[1],
      candidate: gates[2],
      recurrentCandidate: randomFloats(random, rows * units),
      before: randomFloats(random, rows * units),
      gradient: randomFloats(random, rows * units),
      direct: randomFloats(random, rows * units),
    };
  }
  type Back = ReturnType<typeof randomBack>;

  const interleaved = ({ reset, update, candidate }: Back, units: number) =>
    Float32Array.from({ length: 3 * reset.length }, (_, i) => {
      const row = Math.floor(i / (3 * units));
      const which = Math.floor(i / units) % 3;
      return [reset, update, candidate][which]![row * units + (i % units)]!;
    });

  function derive(back: Back, rows: number, units: number, accumulate: 0 | 1) {
    return memory.scope(() => {
      const given = (values: Float32Array) => guarded(engine, values).pointer;
      const inputDelta = guarded(engine, new Float32Array(3 * rows * units));
      const recurrentDelta = guarded(engine, new Float32Array(3 * rows * units));
      const direct = guarded(engine, back.direct);
      // biome-ignore format: what there is, what comes, sizes
      kernels.gruDerivative(given(back.gradient), given(interleaved(back, units)),
        given(back.recurrentCandidate), given(back.before),
        inputDelta.pointer, recurrentDelta.pointer, direct.pointer,
        rows, units, accumulate);
      return {
        inputDelta: unguard(inputDelta),
        recurrentDelta: unguard(recurrentDelta),
        direct: unguard(direct),
      };
    });
  }

  function plainDerive(back: Back, units: number) {
    const wide = (values: Float32Array) => Float64Array.from(values);
    const step = {
      reset: wide(back.reset),
      update: wide(back.update),
      candidate: wide(back.candidate),
      recurrentCandidate: wide(back.recurrentCandidate),
      after: new Float64Array(),
    };
    return plainGruBack(units, step, back.before, back.gradient);
  }

  // Nine roundings of terms below 2, times what is below 1.
  const tolerance = 18 * 2 ** -24;

  test.each(oddSizes)("%d units", (units) => {
    const rows = 3;
    const back = randomBack(testRandom(units + 20), rows, units);
    const expected = plainDerive(back, units);
    const { inputDelta, recurrentDelta, direct } = derive(back, rows, units, 0);
    expectNear(inputDelta, expected.inputDelta, tolerance);
    expectNear(recurrentDelta, expected.recurrentDelta, tolerance);
    expectNear(direct, expected.direct, tolerance);
    const added = derive(back, rows, units, 1);
    expect(added.inputDelta).toEqual(inputDelta);
    expect(added.recurrentDelta).toEqual(recurrentDelta);
    expect(added.direct).toEqual(direct.map((value, i) => value + back.direct[i]!));
  });

  test("the two sides differ in the candidate alone, by the reset gate", () => {
    const [rows, units] = [2, 9];
    const back = randomBack(testRandom(3), rows, units);
    const { inputDelta, recurrentDelta } = derive(back, rows, units, 0);
    for (const which of [0, 1] as const) {
      expect(gate(recurrentDelta, which, units)).toEqual(gate(inputDelta, which, units));
    }
    const through = gate(inputDelta, 2, units).map((value, i) => value * back.reset[i]!);
    expect(gate(recurrentDelta, 2, units)).toEqual(through);
  });

  test("works in place on the gradient", () => {
    const [rows, units] = [2, 7];
    const back = randomBack(testRandom(4), rows, units);
    memory.scope(() => {
      const gradient = guarded(engine, back.gradient);
      const room = () => guarded(engine, new Float32Array(3 * rows * units)).pointer;
      // biome-ignore format: what there is, what comes, sizes
      kernels.gruDerivative(gradient.pointer, guarded(engine, interleaved(back, units)).pointer,
        guarded(engine, back.recurrentCandidate).pointer, guarded(engine, back.before).pointer,
        room(), room(), gradient.pointer,
        rows, units, 0);
      expect(unguard(gradient)).toEqual(derive(back, rows, units, 0).direct);
    });
  });

  test("is the slope of the forward kernel", () => {
    const sizes = { rows: 1, units: 5, inputs: 2 };
    const step = randomStep(testRandom(12), sizes);
    const { units } = sizes;
    const difference = 2 ** -7;
    const one = new Float32Array(units).fill(1);
    const { gates, recurrentCandidate } = activate(engine, step, sizes);
    const back = {
      reset: gate(gates, 0, units),
      update: gate(gates, 1, units),
      candidate: gate(gates, 2, units),
      recurrentCandidate,
      before: step.before,
      gradient: one,
      direct: one,
    };
    const { recurrentDelta, direct } = derive(back, 1, units, 0);
    // Central differences: rounding of two states 2^-23 / 2^-6, curvature 2^-14 / 6.
    const tolerance = 3e-5;
    const state = (changed: Partial<Step>) => activate(engine, { ...step, ...changed }, sizes).after;
    for (let column = 0; column < 3 * units; column++) {
      const at = (by: number) => state({ sums: step.sums.with(column, step.sums[column]! + by) });
      const [above, below] = [at(difference), at(-difference)];
      const slope = (above[column % units]! - below[column % units]!) / (2 * difference);
      expect(Math.abs(slope - recurrentDelta[column]!)).toBeLessThan(tolerance);
    }
    for (let unit = 0; unit < units; unit++) {
      const at = (by: number) => state({ before: step.before.with(unit, step.before[unit]! + by) });
      const slope = (at(difference)[unit]! - at(-difference)[unit]!) / (2 * difference);
      expect(Math.abs(slope - direct[unit]!)).toBeLessThan(tolerance);
    }
  });
});
