import type { Engine } from "../engine/engine.ts";
import type { SharedArray } from "../engine/shared-array.ts";
import type { PathBatch, Readout } from "../model/forward.ts";
import { type PathRnn, type WeightArrays, weightNames } from "../model/path-rnn.ts";
import { rollOut } from "../model/rollout.ts";
import type { Adam } from "./adam.ts";

const isBad = (array: SharedArray<"float32">): boolean => array.view.some((value) => !Number.isFinite(value));

const firstBad = (weights: WeightArrays): string | undefined =>
  weightNames.map((name) => weights[name]).find(isBad)?.label;

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
  const inputs = [batch.position, batch.velocity, batch.start].find(isBad)?.label;
  return (
    inputs ??
    firstBad(model.weights) ??
    firstBad(adam.firstMoment) ??
    firstBad(adam.secondMoment) ??
    firstBadState(engine, model, readout, batch) ??
    firstBad(gradients) ??
    "the sum of the losses"
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
