import type { JobContext } from "../engine/job.ts";

/** Sizes, and addresses of row-major float32 matrices without gaps. */
export interface LinearForward {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  readonly input: number; // [rows, inner]
  readonly weights: number; // [inner, columns]
  readonly bias: number; // [columns], or 0: there is none
  readonly output: number; // [rows, columns]
}

/** output = input · weights + bias; the gradients are in linear.ts. */
export function linearForward({ kernels, matmul }: JobContext, layer: LinearForward): void {
  const { rows, inner, columns, output, bias } = layer;
  if (bias) kernels.fillRows(output, bias, rows, columns);
  // biome-ignore format: sizes, then one matrix a line
  matmul.multiply("nn", rows, columns, inner,
    layer.input, inner,
    layer.weights, columns,
    output, columns, bias !== 0);
}
