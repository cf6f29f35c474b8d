/** The plain reference of the LSTM against six training steps in PyTorch's conventions. */
import { expect, test } from "bun:test";
import { plainLstmGradients, plainLstmLoss, plainLstmStates } from "../../support/reference/lstm.ts";
import { type PlainAdam, plainAdam } from "../../support/reference/training-kernels.ts";
import { relativeDistance } from "../../support/relative-distance.ts";
import { data, initialWeights, taskOf, trainingSteps, weight, weightNames } from "./lstm-training.ts";

// Both sides compute in float64 from the same float32 data: sums in another order, no more.
const rounding = 1e-12;

test("states and gradients of the first step", () => {
  const { taken } = plainLstmStates(taskOf(0), initialWeights());
  const states = taken.flatMap(({ after }) => [...after]);
  expect(relativeDistance(states, data.numbers("hidden_step0"))).toBeLessThan(rounding);
  const gradients = plainLstmGradients(taskOf(0), initialWeights());
  for (const name of weightNames) {
    const distance = relativeDistance(gradients[name], weight("grad0", name));
    expect({ name, close: distance < rounding }).toEqual({ name, close: true });
  }
});

test("losses and final weights of six steps of Adam", () => {
  const weights = initialWeights();
  const rate = data.number("learning_rate");
  const adam = weightNames.flatMap((name) =>
    Array.from(weights[name], (value, i) => {
      const state: PlainAdam = { weight: value, first: 0, second: 0 };
      return { name, i, state };
    }),
  );
  for (let step = 0; step < trainingSteps; step++) {
    const task = taskOf(step);
    expect(Math.abs(plainLstmLoss(task, weights) / data.numbers("losses")[step]! - 1)).toBeLessThan(rounding);
    const gradients = plainLstmGradients(task, weights);
    for (const held of adam) {
      const { name, i, state } = held;
      held.state = plainAdam(state, gradients[name][i]!, step + 1, rate);
      weights[name][i] = held.state.weight;
    }
  }
  for (const name of weightNames) {
    const distance = relativeDistance(weights[name], weight("final", name));
    expect({ name, close: distance < rounding }).toEqual({ name, close: true });
  }
});
