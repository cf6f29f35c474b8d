/** The first weights of the LSTM. */
import type { Engine } from "../../engine/engine.ts";
import { firstAround } from "../dense-parameters.ts";
import { freshWeights, linearWeights, timesFirst } from "../fresh-weights.ts";
import { type LstmWeightName, type LstmWeights, lstmLayout, type PathLstmShape } from "./path-lstm.ts";
import type { LstmSettings } from "./settings.ts";

/**
 * Fresh random weights: PyTorch's defaults of nn.Linear and nn.LSTM, or Sonnet's, whose cells count inputs and units together and draw
 * their biases too; times the gains.
 */
export function initializeLstm(
  engine: Engine,
  shape: PathLstmShape,
  seed: number,
  start: LstmSettings,
): LstmWeights {
  const { units, inputs } = shape;
  const cell = linearWeights(start.weights, start.weights === "torch" ? units : inputs + units);
  const alike: Partial<Record<LstmWeightName, LstmWeightName>> = {
    cellEncoder: "encoder",
    cellEncoderBias: "encoderBias",
  };
  return freshWeights<LstmWeightName>(
    engine,
    lstmLayout(shape),
    seed,
    ({ name }) =>
      firstAround(alike[name] ?? name, shape, start) ??
      (name === "input" ? timesFirst(cell, start.inputGain) : cell),
  );
}
