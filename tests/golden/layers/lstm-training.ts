/** The LSTM of the reference data: six training steps in PyTorch's conventions, in our layout. */
import { golden } from "../../support/golden.ts";
import { type PlainLstmTask, type PlainLstmWeights, torchRule } from "../../support/reference/lstm.ts";

export const data = golden("lstm_training.npz");

export type WeightName = keyof PlainLstmWeights;

const torchNames = {
  encoder: "encoder.weight",
  cellEncoder: "cell_encoder.weight",
  input: "RNN.weight_ih_l0",
  recurrent: "RNN.weight_hh_l0",
  inputBias: "RNN.bias_ih_l0",
  recurrentBias: "RNN.bias_hh_l0",
  decoder: "decoder.weight",
} as const satisfies Record<WeightName, string>;
export const weightNames = Object.keys(torchNames) as WeightName[];

/** A matrix of the file, [out, in], as [in, out]; a bias as it is. */
export function weight(prefix: "initial" | "grad0" | "final", name: WeightName): Float64Array {
  const file = `${prefix}.${torchNames[name]}`;
  const [rows, columns = 1] = data.shape(file) as [number, number?];
  const values = data.numbers(file);
  return values.map((_, i) => values[(i % rows) * columns + Math.floor(i / rows)]!);
}

export const initialWeights = (): PlainLstmWeights => ({
  encoder: weight("initial", "encoder"),
  cellEncoder: weight("initial", "cellEncoder"),
  input: weight("initial", "input"),
  recurrent: weight("initial", "recurrent"),
  inputBias: weight("initial", "inputBias"),
  recurrentBias: weight("initial", "recurrentBias"),
  decoder: weight("initial", "decoder"),
});

/** How many training steps there are. */
export const trainingSteps = data.shape("losses")[0]!;

/** Batch and sizes of one training step. The velocity stands in the file as the input weights take it. */
export function taskOf(step: number): PlainLstmTask {
  const [, steps, batch, inputs] = data.shape("velocity_input") as [number, number, number, number];
  const [units, cells] = data.shape("initial.encoder.weight") as [number, number];
  const part = (name: string) => {
    const all = data.numbers(name);
    return all.subarray((step * all.length) / trainingSteps, ((step + 1) * all.length) / trainingSteps);
  };
  return {
    ...{ steps, batch, units, cells, inputs, rule: torchRule },
    weightDecay: data.number("weight_decay"),
    velocity: part("velocity_input"),
    startCode: part("start_code"),
    targets: part("targets"),
  };
}
