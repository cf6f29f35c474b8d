/** What jobs of the LSTM are given besides what stands around it: numbers and addresses. */
import type { SharedArray } from "../../engine/shared-array.ts";
import { cellActivationNumber } from "../../layers/lstm-cell.ts";
import { addressOf } from "../layout.ts";
import type { LstmArguments } from "./pass.ts";
import type { PathLstm } from "./path-lstm.ts";

/** Numbers and addresses shared by roll-outs and training. @param gates an address, or 0: they are not kept */
export const lstmValues = (
  { shape, weights }: PathLstm,
  cellStates: SharedArray<"float32">,
  gates: number,
): LstmArguments => ({
  inputScale: shape.inputScale,
  inputUnits: shape.inputUnits,
  forgetBias: shape.forgetBias,
  cellActivation: cellActivationNumber(shape.cellActivation),
  cellEncoder: weights.cellEncoder.pointer,
  cellEncoderBias: addressOf(weights, "cellEncoderBias"),
  inputLayer: addressOf(weights, "inputLayer"),
  inputLayerBias: addressOf(weights, "inputLayerBias"),
  input: weights.input.pointer,
  recurrent: weights.recurrent.pointer,
  inputBias: weights.inputBias.pointer,
  recurrentBias: addressOf(weights, "recurrentBias"),
  cellStates: cellStates.pointer,
  gates,
});
