/** What jobs of the GRU are given: numbers and addresses. */
import type { SharedArray } from "../../engine/shared-array.ts";
import type { PathWork } from "../path-block.ts";
import type { ForwardArguments } from "./pass.ts";
import type { PathGru } from "./path-gru.ts";

/** Numbers and addresses shared by roll-outs and training. @param gates an address, or 0: they are not kept */
export const forwardValues = (
  { shape, weights }: PathGru,
  work: PathWork,
  states: SharedArray<"float32">,
  gates: number,
): ForwardArguments => ({
  ...work.values,
  units: shape.units,
  inputScale: shape.inputScale,
  encoder: weights.encoder.pointer,
  input: weights.input.pointer,
  recurrent: weights.recurrent.pointer,
  inputBias: weights.inputBias.pointer,
  recurrentBias: weights.recurrentBias.pointer,
  decoder: weights.decoder.pointer,
  states: states.pointer,
  gates,
});
