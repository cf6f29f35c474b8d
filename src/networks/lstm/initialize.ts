/** The first weights of the LSTM. */
import type { Engine } from "../../engine/engine.ts";
import { firstAround } from "../dense-parameters.ts";
import { type FirstValues, freshWeights, linearBias, linearWeights, timesFirst } from "../fresh-weights.ts";
import {
  heardInputs,
  type LstmWeightName,
  type LstmWeights,
  lstmLayout,
  type PathLstmShape,
} from "./path-lstm.ts";
import type { LstmSettings } from "./settings.ts";

/**
 * Fresh random weights: PyTorch's defaults of nn.Linear and nn.LSTM, or Sonnet's, whose cell counts inputs and units together and
 * draws its bias like its weights; then gains.
 */
export function initializeLstm(
  engine: Engine,
  shape: PathLstmShape,
  seed: number,
  start: LstmSettings,
): LstmWeights {
  const { units, inputs } = shape;
  const { weights: convention, inputGain } = start;
  const cell = linearWeights(convention, convention === "torch" ? units : heardInputs(shape) + units);
  const own: Partial<Record<LstmWeightName, () => FirstValues | undefined>> = {
    cellEncoder: () => firstAround("encoder", shape, start),
    cellEncoderBias: () => firstAround("encoderBias", shape, start),
    inputLayer: () => linearWeights(convention, inputs),
    inputLayerBias: () => linearBias(convention, inputs),
    input: () => timesFirst(cell, inputGain),
  };
  return freshWeights<LstmWeightName>(
    engine,
    lstmLayout(shape),
    seed,
    ({ name }) => own[name]?.() ?? firstAround(name, shape, start) ?? cell,
  );
}
