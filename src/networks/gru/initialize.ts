/** The first weights of the GRU. */
import type { Engine } from "../../engine/engine.ts";
import { firstAround, torchAround } from "../dense-parameters.ts";
import { freshWeights, linearWeights, timesFirst } from "../fresh-weights.ts";
import { type GruWeightName, type GruWeights, gruLayout, type PathGruShape } from "./path-gru.ts";
import type { GruSettings } from "./settings.ts";

/** How a fresh network departs from PyTorch's defaults. */
export type GruStart = Pick<
  GruSettings,
  "encoderGain" | "inputGain" | "decoderGain" | "updateBias" | "weights" | "weightDisplacement"
>;

export const torchStart: GruStart = { ...torchAround, inputGain: 1, updateBias: 0 };

/**
 * Fresh random weights: PyTorch's defaults of nn.Linear and nn.GRU, or Sonnet's, whose cells count inputs and units together and draw
 * their biases too; then gains and bias of `start`.
 */
export function initializeGru(
  engine: Engine,
  shape: PathGruShape,
  seed: number,
  start: GruStart = torchStart,
): GruWeights {
  const { units, inputs } = shape;
  const cell = linearWeights(start.weights, start.weights === "torch" ? units : inputs + units);
  const weights = freshWeights<GruWeightName>(
    engine,
    gruLayout(shape),
    seed,
    ({ name }) =>
      firstAround(name, shape, start) ?? (name === "input" ? timesFirst(cell, start.inputGain) : cell),
  );
  const bias = weights.inputBias.view;
  for (let unit = units; unit < 2 * units; unit++) bias[unit]! += start.updateBias;
  return weights;
}
