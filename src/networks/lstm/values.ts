/** What jobs of the LSTM are given: numbers and addresses. */
import type { SharedArray } from "../../engine/shared-array.ts";
import { cellActivationNumber } from "../../layers/lstm-cell.ts";
import type { DenseArguments } from "../dense-path.ts";
import { addressOf } from "../layout.ts";
import type { ForwardArguments } from "./pass.ts";
import type { PathLstm } from "./path-lstm.ts";

/** Numbers and addresses shared by roll-outs and training. @param gates an address, or 0: they are not kept */
export const forwardValues = <Around extends DenseArguments>(
  { shape, weights }: PathLstm,
  around: Around,
  cellStates: SharedArray<"float32">,
  gates: number,
): Around & ForwardArguments => ({
  ...around,
  inputScale: shape.inputScale,
  forgetBias: shape.forgetBias,
  cellActivation: cellActivationNumber(shape.cellActivation),
  cellEncoder: weights.cellEncoder.pointer,
  cellEncoderBias: addressOf(weights, "cellEncoderBias"),
  input: weights.input.pointer,
  recurrent: weights.recurrent.pointer,
  inputBias: weights.inputBias.pointer,
  recurrentBias: addressOf(weights, "recurrentBias"),
  cellStates: cellStates.pointer,
  gates,
});
