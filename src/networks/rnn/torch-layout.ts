import type { WeightName } from "./path-rnn.ts";

/** Names in the state dictionary of the PyTorch reference. */
export const torchNames = {
  encoder: "encoder.weight",
  input: "RNN.weight_ih_l0",
  recurrent: "RNN.weight_hh_l0",
  decoder: "decoder.weight",
} as const satisfies Record<WeightName, string>;

/** Between our [in, out] and PyTorch's [out, in]. `rows` and `columns` are those of `values`, row-major. */
export function transpose(values: ArrayLike<number>, rows: number, columns: number): Float32Array {
  const result = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      result[column * rows + row] = values[row * columns + column]!;
    }
  }
  return result;
}
