/** What jobs of the LSTM are given: numbers and addresses. */
import type { SharedArray } from "../../engine/shared-array.ts";
import { cellActivationNumber } from "../../layers/lstm-cell.ts";
import type { PathWork } from "../path-block.ts";
import type { ForwardArguments } from "./pass.ts";
import type { LstmWeights, PathLstm } from "./path-lstm.ts";

/** Numbers and addresses shared by roll-outs and training. @param gates an address, or 0: they are not kept */
export function forwardValues(
  { shape, weights }: PathLstm,
  work: PathWork,
  states: SharedArray<"float32">,
  cellStates: SharedArray<"float32">,
  gates: number,
): ForwardArguments {
  const { recurrentBias }: Partial<LstmWeights> = weights;
  return {
    ...work.values,
    units: shape.units,
    inputScale: shape.inputScale,
    forgetBias: shape.forgetBias,
    cellActivation: cellActivationNumber(shape.cellActivation),
    encoder: weights.encoder.pointer,
    cellEncoder: weights.cellEncoder.pointer,
    input: weights.input.pointer,
    recurrent: weights.recurrent.pointer,
    inputBias: weights.inputBias.pointer,
    recurrentBias: recurrentBias?.pointer ?? 0,
    decoder: weights.decoder.pointer,
    states: states.pointer,
    cellStates: cellStates.pointer,
    gates,
  };
}
