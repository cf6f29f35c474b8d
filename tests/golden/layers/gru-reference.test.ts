/** The plain reference of the GRU against six training steps in PyTorch's conventions. */
import { expect, test } from "bun:test";
import { golden } from "../../support/golden.ts";
import {
  type PlainGruTask,
  type PlainGruWeights,
  plainGruGradients,
  plainGruLoss,
  plainGruStates,
} from "../../support/reference/gru.ts";
import { type PlainAdam, plainAdam } from "../../support/reference/training-kernels.ts";
import { relativeDistance } from "../../support/relative-distance.ts";

const data = golden("gru_training.npz");
const [count, steps, batch] = data.shape("velocity_input") as [number, number, number];
const [units, cells] = data.shape("initial.encoder.weight") as [number, number];

const torchNames = {
  encoder: "encoder.weight",
  input: "RNN.weight_ih_l0",
  recurrent: "RNN.weight_hh_l0",
  inputBias: "RNN.bias_ih_l0",
  recurrentBias: "RNN.bias_hh_l0",
  decoder: "decoder.weight",
} as const satisfies Record<keyof PlainGruWeights, string>;
const names = Object.keys(torchNames) as (keyof PlainGruWeights)[];

/** A matrix of the file, [out, in], as [in, out]; a bias as it is. */
function weight(prefix: string, name: keyof PlainGruWeights): Float64Array {
  const file = `${prefix}.${torchNames[name]}`;
  const [rows, columns = 1] = data.shape(file) as [number, number?];
  const values = data.numbers(file);
  return values.map((_, i) => values[(i % rows) * columns + Math.floor(i / rows)]!);
}

function slice(name: string, step: number): Float64Array {
  const all = data.numbers(name);
  return all.subarray((step * all.length) / count, ((step + 1) * all.length) / count);
}

const taskOf = (step: number): PlainGruTask => ({
  ...{ steps, batch, units, cells },
  weightDecay: data.number("weight_decay"),
  velocity: slice("velocity_input", step),
  startCode: slice("start_code", step),
  targets: slice("targets", step),
});

const initial = () =>
  Object.fromEntries(names.map((name) => [name, weight("initial", name)])) as Record<
    keyof PlainGruWeights,
    Float64Array
  >;

// Both sides compute in float64 from the same float32 data: sums in another order, no more.
const rounding = 1e-12;

test("states and gradients of the first step", () => {
  const { taken } = plainGruStates(taskOf(0), initial());
  const states = taken.flatMap(({ after }) => [...after]);
  expect(relativeDistance(states, data.numbers("hidden_step0"))).toBeLessThan(rounding);
  const gradients = plainGruGradients(taskOf(0), initial());
  for (const name of names) {
    const distance = relativeDistance(gradients[name], weight("grad0", name));
    expect({ name, close: distance < rounding }).toEqual({ name, close: true });
  }
});

test("losses and final weights of six steps of Adam", () => {
  const weights = initial();
  const rate = data.number("learning_rate");
  const adam = names.flatMap((name) =>
    Array.from(weights[name], (weight, i) => ({
      name,
      i,
      state: { weight, first: 0, second: 0 } as PlainAdam,
    })),
  );
  for (let step = 0; step < count; step++) {
    const task = taskOf(step);
    expect(Math.abs(plainGruLoss(task, weights) / data.numbers("losses")[step]! - 1)).toBeLessThan(rounding);
    const gradients = plainGruGradients(task, weights);
    for (const held of adam) {
      const { name, i, state } = held;
      held.state = plainAdam(state, gradients[name][i]!, step + 1, rate);
      weights[name][i] = held.state.weight;
    }
  }
  for (const name of names) {
    const distance = relativeDistance(weights[name], weight("final", name));
    expect({ name, close: distance < rounding }).toEqual({ name, close: true });
  }
});
