import { type Parameter, transpose } from "../../../../src/networks/layout.ts";
import type { Golden } from "../../../support/golden.ts";

/**
 * A matrix of a reference file, [out, in] there, in our layout.
 * @param prefix in front of PyTorch's name: "init.", "grad0.", "final."
 */
export function goldenWeight(data: Golden, prefix: string, { stored, shape }: Parameter): Float32Array {
  const name = prefix + stored;
  const [rows, columns] = data.shape(name);
  if (`${columns},${rows}` !== shape.join()) throw new Error(`${name} is [${rows}, ${columns}]`);
  return transpose(data.numbers(name), rows!, columns!);
}
