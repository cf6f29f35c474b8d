/** The first weights of the GRU. */
import type { Engine } from "../../engine/engine.ts";
import { firstAround, torchAround } from "../dense-parameters.ts";
import { cellValues, freshWeights, timesFirst } from "../fresh-weights.ts";
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
  const weights = freshWeights<GruWeightName>(
    engine,
    gruLayout(shape),
    seed,
    (array) =>
      firstAround(array.name, shape, start) ??
      timesFirst(
        cellValues(start.weights, array, units, inputs),
        array.name === "input" ? start.inputGain : 1,
      ),
  );
  const bias = weights.inputBias.view;
  for (let unit = units; unit < 2 * units; unit++) bias[unit]! += start.updateBias;
  return weights;
}
