/** The hand-written gradient of the plain LSTM against finite differences, all in float64, and two steps of Sonnet's cell. */
import { expect, test } from "bun:test";
import { plainGateSums } from "../../support/reference/gru.ts";
import {
  type PlainLstmRule,
  type PlainLstmTask,
  type PlainLstmWeights,
  plainLstmGradients,
  plainLstmLoss,
  plainLstmStep,
  torchRule,
} from "../../support/reference/lstm.ts";
import { randomFloats, testRandom } from "../../support/reference/random.ts";
import { sonnetCell, sonnetSteps } from "./sonnet-cell.ts";

function randomTask(seed: number, rule: PlainLstmRule): { task: PlainLstmTask; weights: PlainLstmWeights } {
  const random = testRandom(seed);
  const [steps, batch, units, cells, inputs] = [4, 3, 5, 6, 3];
  const weight = (count: number) => Float64Array.from(randomFloats(random, count));
  return {
    task: {
      ...{ steps, batch, units, cells, inputs, rule, weightDecay: 1e-2 },
      velocity: randomFloats(random, steps * batch * inputs),
      startCode: randomFloats(random, batch * cells).map(Math.abs),
      // Their sums differ from row to row.
      targets: randomFloats(random, steps * batch * cells).map(Math.abs),
    },
    weights: {
      encoder: weight(cells * units),
      cellEncoder: weight(cells * units),
      input: weight(inputs * 4 * units),
      recurrent: weight(units * 4 * units),
      inputBias: weight(4 * units),
      recurrentBias: weight(4 * units),
      decoder: weight(units * cells),
    },
  };
}

test.each([
  { seed: 1, rule: torchRule },
  { seed: 2, rule: { ...torchRule, forgetBias: 1 } },
  { seed: 3, rule: { forgetBias: 0.5, activation: "relu" } },
] as const)("every gradient is the slope of the loss, $rule", ({ seed, rule }) => {
  const { task, weights } = randomTask(seed, rule);
  const gradients = plainLstmGradients(task, weights);
  for (const [name, values] of Object.entries(weights) as [keyof PlainLstmWeights, Float64Array][]) {
    for (const [i, value] of values.entries()) {
      const step = 1e-5;
      values[i] = value + step;
      const above = plainLstmLoss(task, weights);
      values[i] = value - step;
      const below = plainLstmLoss(task, weights);
      values[i] = value;
      const slope = (above - below) / (2 * step);
      // Central differences: rounding of the loss 1e-15 / 1e-5, curvature 1e-10.
      const close = Math.abs(slope - gradients[name][i]!) < 2e-9;
      expect({ name, i, close }).toEqual({ name, i, close: true });
    }
  }
});

test("two steps of Sonnet's cell, its columns i, j, f, o put in our order", () => {
  const { units, inputs, input, inputWeights, recurrentWeights, bias, forgetBias } = sonnetCell;
  let state: Float64Array = Float64Array.from(sonnetCell.state);
  let cells: Float64Array = Float64Array.from(sonnetCell.cells);
  for (const expected of sonnetSteps) {
    const sums = plainGateSums(input, inputs, inputWeights, bias);
    const recurrent = plainGateSums(state, units, recurrentWeights, new Float64Array(4 * units));
    for (let i = 0; i < sums.length; i++) sums[i]! += recurrent[i]!;
    const step = plainLstmStep(units, sums, cells, { activation: "tanh", forgetBias });
    for (let i = 0; i < units; i++) {
      expect(step.after[i]).toBeCloseTo(expected.state[i]!, 15);
      expect(step.cells[i]).toBeCloseTo(expected.cells[i]!, 15);
    }
    state = step.after;
    cells = step.cells;
  }
});
