import { type Parameter, transpose } from "../../src/networks/layout.ts";

/** The arrays of a reference file. */
export interface Trace {
  numbers(name: string): Float64Array;
  shape(name: string): readonly number[];
}

/**
 * An array of a reference file in our layout: of a matrix, [out, in] there, the transpose.
 * @param prefix in front of PyTorch's name: "init.", "grad0.", "final."
 */
export function storedWeight(trace: Trace, prefix: string, { stored, shape }: Parameter): Float32Array {
  const name = prefix + stored;
  const found = trace.shape(name);
  if (found.toReversed().join() !== shape.join()) throw new Error(`${name} is [${found.join(", ")}]`);
  const [rows, columns] = found;
  const values = trace.numbers(name);
  return columns === undefined ? Float32Array.from(values) : transpose(values, rows!, columns);
}
