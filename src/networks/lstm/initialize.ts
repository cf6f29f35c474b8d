/** The first weights of the LSTM. */
import type { Engine } from "../../engine/engine.ts";
import { firstAround } from "../dense-parameters.ts";
import {
  cellValues,
  type FirstValues,
  freshWeights,
  linearBias,
  linearWeights,
  timesFirst,
} from "../fresh-weights.ts";
import {
  heardInputs,
  type LstmWeightName,
  type LstmWeights,
  lstmLayout,
  type PathLstmShape,
} from "./path-lstm.ts";
import type { LstmSettings } from "./settings.ts";

/**
 * Fresh random weights by the convention of PyTorch, Sonnet or Keras, then gains. The forget gates of Keras begin with a bias of 1
 * that is learned; here `forgetBias` is there for that.
 */
export function initializeLstm(
  engine: Engine,
  shape: PathLstmShape,
  seed: number,
  start: LstmSettings,
): LstmWeights {
  const { units, inputs, inputUnits } = shape;
  const { weights: convention } = start;
  const own: Partial<Record<LstmWeightName, () => FirstValues | undefined>> = {
    cellEncoder: () => firstAround("encoder", shape, start),
    cellEncoderBias: () => firstAround("encoderBias", shape, start),
    inputLayer: () => linearWeights(convention, inputs, inputUnits),
    inputLayerBias: () => linearBias(convention, inputs),
  };
  return freshWeights<LstmWeightName>(
    engine,
    lstmLayout(shape),
    seed,
    (array) =>
      own[array.name]?.() ??
      firstAround(array.name, shape, start) ??
      timesFirst(
        cellValues(convention, array, units, heardInputs(shape)),
        array.name === "input" ? start.inputGain : 1,
      ),
  );
}
