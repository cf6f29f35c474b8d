import { afterAll, describe, expect, test } from "bun:test";
import { openEngine } from "../../../src/engine/engine.ts";
import { plainLstmBack } from "../../support/reference/lstm.ts";
import { randomFloats, testRandom } from "../../support/reference/random.ts";
import { expectNear } from "./gru-steps.ts";
import { oddSizes } from "./kernel-arrays.ts";
import { activate, type Back, derive, randomStep, type Step } from "./lstm-steps.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => engine.close());

describe("lstmDerivative", () => {
  function randomBack(random: () => number, rows: number, units: number): Back {
    const candidate = (i: number) => Math.floor(i / units) % 4 === 2;
    return {
      gates: randomFloats(random, rows * 4 * units).map((x, i) => (candidate(i) ? x : (1 + x) / 2)),
      squashed: randomFloats(random, rows * units),
      cells: randomFloats(random, rows * units),
      gradient: randomFloats(random, rows * units),
      cellGradient: randomFloats(random, rows * units),
      activation: "tanh",
    };
  }

  function plainDerive(back: Back, units: number) {
    const wide = (values: Float32Array) => Float64Array.from(values);
    const step = {
      gates: wide(back.gates),
      squashed: wide(back.squashed),
      cells: new Float64Array(),
      after: new Float64Array(),
    };
    const rule = { forgetBias: 0, activation: back.activation };
    return plainLstmBack(units, step, back.cells, back.gradient, back.cellGradient, rule);
  }

  // Nine roundings of terms below 2, times what is below 1.
  const tolerance = 18 * 2 ** -24;

  test.each(oddSizes)("%d units", (units) => {
    const rows = 3;
    for (const activation of ["tanh", "relu"] as const) {
      const back = { ...randomBack(testRandom(units + 20), rows, units), activation };
      const expected = plainDerive(back, units);
      const { gateDelta, cellGradient } = derive(engine, back, rows, units);
      expectNear(gateDelta, expected.gateDelta, tolerance);
      expectNear(cellGradient, expected.cellsBefore, tolerance);
    }
  });

  test.each(["tanh", "relu"] as const)("is the slope of the forward kernel, %s", (activation) => {
    const sizes = { rows: 1, units: 5, inputs: 2 };
    const { units } = sizes;
    const step: Step = { ...randomStep(testRandom(11), sizes), activation };
    // The loss is the sum of all states and half the sum of all cells.
    const loss = (changed: Partial<Step>) => {
      const { after, cells } = activate(engine, { ...step, ...changed }, sizes);
      return after.map((state, unit) => state + cells[unit]! / 2);
    };
    const { gates, squashed } = activate(engine, step, sizes);
    const back = {
      ...{ gates, squashed, activation },
      cells: step.cells,
      gradient: new Float32Array(units).fill(1),
      cellGradient: new Float32Array(units).fill(0.5),
    };
    const { gateDelta, cellGradient } = derive(engine, back, 1, units);
    const difference = 2 ** -7;
    // Central differences: rounding of two sums 2^-22 / 2^-6, curvature 2^-14 / 6.
    const near = (slope: number, expected: number) => expect(Math.abs(slope - expected)).toBeLessThan(5e-5);
    for (let column = 0; column < 4 * units; column++) {
      const at = (by: number) => loss({ sums: step.sums.with(column, step.sums[column]! + by) });
      const unit = column % units;
      near((at(difference)[unit]! - at(-difference)[unit]!) / (2 * difference), gateDelta[column]!);
    }
    for (let unit = 0; unit < units; unit++) {
      const at = (by: number) => loss({ cells: step.cells.with(unit, step.cells[unit]! + by) });
      near((at(difference)[unit]! - at(-difference)[unit]!) / (2 * difference), cellGradient[unit]!);
    }
  });
});
