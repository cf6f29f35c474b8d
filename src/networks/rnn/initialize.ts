/** The first weights of the RNN: PyTorch's defaults, and how a training may depart from them. */
import type { Engine } from "../../engine/engine.ts";
import { uniformWeights } from "../fresh-weights.ts";
import { type PathRnn, type PathRnnShape, rnnLayout, type WeightName } from "./path-rnn.ts";

/** PyTorch's default of nn.Linear and nn.RNN: uniform in ±1/sqrt(fan-in); the RNN counts its units for both matrices. */
function bound(name: WeightName, shape: PathRnnShape): number {
  return 1 / Math.sqrt(name === "encoder" ? shape.placeCells : shape.units);
}

const gains = (start: Start): Readonly<Record<WeightName, number>> => ({
  encoder: start.encoderGain,
  input: start.inputGain,
  recurrent: 1 - start.recurrentIdentity,
  decoder: start.decoderGain,
});

/** How a fresh network departs from PyTorch's defaults; `torchStart` does not. */
export interface Start {
  /** Factor on the encoder's weights. A code of many place cells is nearly flat: at 1 the start is hardly told. */
  readonly encoderGain: number;
  /** Factor on the velocity's weights. Small ones let units find their place before their direction. */
  readonly inputGain: number;
  /** Factor on the decoder's weights. Below 1 the units must grow a code of their own before they are heard. */
  readonly decoderGain: number;
  /** Share s of the identity in the recurrent matrix, (1 - s) * random + s * identity: how well a state holds at first. */
  readonly recurrentIdentity: number;
}

export const torchStart: Start = { encoderGain: 1, inputGain: 1, decoderGain: 1, recurrentIdentity: 0 };

/** A network with fresh random weights; each matrix draws from a stream of its own. */
export function initializePathRnn(
  engine: Engine,
  shape: PathRnnShape,
  seed: number,
  start: Start = torchStart,
): PathRnn {
  const factors = gains(start);
  const limit = (name: WeightName) => bound(name, shape) * factors[name];
  const weights = uniformWeights(engine, rnnLayout(shape), seed, limit);
  const recurrent = weights.recurrent.view;
  for (let unit = 0; unit < shape.units; unit++) {
    recurrent[unit * (shape.units + 1)]! += start.recurrentIdentity;
  }
  return { shape, weights };
}
