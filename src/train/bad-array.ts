import type { Engine } from "../engine/engine.ts";
import type { SharedArray } from "../engine/shared-array.ts";
import type { PathBatch, Readout } from "../networks/rnn/forward.ts";
import { type PathRnn, type WeightArrays, weightNames } from "../networks/rnn/path-rnn.ts";
import { rollOut } from "../networks/rnn/roll-out.ts";
import type { Adam } from "./optimizers/adam.ts";

/** A sum of squares in float64 cannot overflow over float32: it is finite exactly when all values are. */
const isBad = (engine: Engine, array: SharedArray<"float32">): boolean =>
  !Number.isFinite(engine.kernels.sumOfSquares(array.pointer, array.length));

const firstBad = (engine: Engine, weights: WeightArrays): string | undefined =>
  weightNames.map((name) => weights[name]).find((array) => isBad(engine, array))?.label;

/** Names the first weights, or moments of the optimizer, that hold NaN or infinity; undefined when all are finite. */
export const firstBadWeights = (engine: Engine, model: PathRnn, adam?: Adam): string | undefined =>
  firstBad(engine, model.weights) ??
  (adam && (firstBad(engine, adam.firstMoment) ?? firstBad(engine, adam.secondMoment)));

/**
 * Names the first array, in the order in which a step computes, that holds NaN or infinity.
 * The states are computed anew, since a step does not keep them.
 */
export function firstBadArray(
  engine: Engine,
  model: PathRnn,
  adam: Adam,
  readout: Readout,
  batch: PathBatch,
  gradients: WeightArrays,
): string {
  const inputs = [batch.position, batch.velocity, batch.start].find((array) => isBad(engine, array))?.label;
  return (
    inputs ??
    firstBadWeights(engine, model, adam) ??
    firstBadState(engine, model, readout, batch) ??
    firstBad(engine, gradients) ??
    "summed loss"
  );
}

function firstBadState(
  engine: Engine,
  model: PathRnn,
  readout: Readout,
  batch: PathBatch,
): string | undefined {
  const [steps, size] = batch.velocity.shape as [number, number];
  const perStep = size * model.shape.units;
  return engine.memory.scope(() => {
    const hidden = engine.memory.allocate("float32", [steps + 1, size, model.shape.units], "hidden states");
    rollOut(engine, model, readout, batch, hidden);
    const at = hidden.view.findIndex((value) => !Number.isFinite(value));
    return at < 0 ? undefined : `hidden states at time step ${Math.floor(at / perStep)}`;
  });
}
