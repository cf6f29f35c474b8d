/** The first weights of the RNN: PyTorch's defaults or Sonnet's, and how a training may depart from them. */
import type { Engine } from "../../engine/engine.ts";
import { firstAround, type StartAround, torchAround } from "../dense-parameters.ts";
import { cellValues, freshWeights, timesFirst } from "../fresh-weights.ts";
import { type PathRnn, type PathRnnShape, rnnLayout, type WeightName } from "./path-rnn.ts";

/** How a fresh network departs from PyTorch's defaults; `torchStart` does not. */
export interface Start extends StartAround {
  /** Factor on the velocity's weights. Small ones let units find their place before their direction. */
  readonly inputGain: number;
  /** Share s of the identity in the recurrent matrix, (1 - s) * random + s * identity: how well a state holds at first. */
  readonly recurrentIdentity: number;
}

export const torchStart: Start = { ...torchAround, inputGain: 1, recurrentIdentity: 0 };

/**
 * A network with fresh random weights; each array draws from a stream of its own. PyTorch's default of nn.RNN counts its units for
 * both matrices, Sonnet's inputs and units together.
 */
export function initializePathRnn(
  engine: Engine,
  shape: PathRnnShape,
  seed: number,
  start: Start = torchStart,
): PathRnn {
  const { units, inputs } = shape;
  const weights = freshWeights<WeightName>(
    engine,
    rnnLayout(shape),
    seed,
    (array) =>
      firstAround(array.name, shape, start) ??
      timesFirst(
        cellValues(start.weights, array, units, inputs),
        array.name === "input" ? start.inputGain : 1 - start.recurrentIdentity,
      ),
  );
  const recurrent = weights.recurrent.view;
  for (let unit = 0; unit < units; unit++) recurrent[unit * (units + 1)]! += start.recurrentIdentity;
  return { shape, weights };
}
