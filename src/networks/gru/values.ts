/** What jobs of the GRU are given: numbers and addresses. */
import type { DenseArguments } from "../dense-path.ts";
import type { ForwardArguments } from "./pass.ts";
import type { PathGru } from "./path-gru.ts";

/** Numbers and addresses shared by roll-outs and training. @param gates an address, or 0: they are not kept */
export const forwardValues = <Around extends DenseArguments>(
  { shape, weights }: PathGru,
  around: Around,
  gates: number,
): Around & ForwardArguments => ({
  ...around,
  inputScale: shape.inputScale,
  input: weights.input.pointer,
  recurrent: weights.recurrent.pointer,
  inputBias: weights.inputBias.pointer,
  recurrentBias: weights.recurrentBias.pointer,
  gates,
});
