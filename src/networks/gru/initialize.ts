/** The first weights of the GRU. */
import type { Engine } from "../../engine/engine.ts";
import { uniformWeights } from "../fresh-weights.ts";
import { type GruWeightName, type GruWeights, gruLayout, type PathGruShape } from "./path-gru.ts";
import type { GruSettings } from "./settings.ts";

/** How a fresh network departs from PyTorch's defaults. */
export type GruStart = Pick<GruSettings, "encoderGain" | "inputGain" | "decoderGain" | "updateBias">;

export const torchStart: GruStart = { encoderGain: 1, inputGain: 1, decoderGain: 1, updateBias: 0 };

/** Fresh random weights: PyTorch's defaults of nn.Linear and nn.GRU, then gains and bias of `start`. */
export function initializeGru(
  engine: Engine,
  shape: PathGruShape,
  seed: number,
  start: GruStart = torchStart,
): GruWeights {
  const { units, placeCells } = shape;
  const gains: Partial<Record<GruWeightName, number>> = {
    encoder: start.encoderGain,
    input: start.inputGain,
    decoder: start.decoderGain,
  };
  const limit = (name: GruWeightName) =>
    (gains[name] ?? 1) / Math.sqrt(name === "encoder" ? placeCells : units);
  const weights = uniformWeights(engine, gruLayout(shape), seed, limit);
  const bias = weights.inputBias.view;
  for (let unit = units; unit < 2 * units; unit++) bias[unit]! += start.updateBias;
  return weights;
}
