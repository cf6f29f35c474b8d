/** Which array went first when a training is no longer finite. */
import type { Engine } from "../engine/engine.ts";
import { firstNotFinite } from "../engine/finite.ts";
import type { Arrays } from "../networks/layout.ts";
import type { Experiment, PassResult } from "../tasks/experiment.ts";
import { NotFiniteError, type TrainingState } from "./trainer.ts";

/** Names the first weights, or arrays of the optimizer, that hold NaN or infinity; undefined when all are finite. */
export const firstBadState = (engine: Engine, { weights, optimizer }: TrainingState): string | undefined =>
  [weights, ...Object.values(optimizer.slots)]
    .map((arrays) => firstNotFinite(engine, Object.values(arrays)))
    .find((label) => label !== undefined);

export const isFiniteResult = ({ loss, gradientNorm }: PassResult): boolean =>
  Number.isFinite(loss) && Number.isFinite(gradientNorm);

/**
 * Names the first array, in the order in which a step computes, that holds NaN or infinity. What a step does not keep is
 * computed anew.
 * @param step 0-based
 */
export function notFinite(
  engine: Engine,
  experiment: Experiment,
  state: TrainingState,
  step: number,
  gradients: Arrays,
): NotFiniteError {
  const array =
    experiment.firstBad("inputs", state.weights, step) ??
    firstBadState(engine, state) ??
    experiment.firstBad("states", state.weights, step) ??
    firstNotFinite(engine, Object.values(gradients)) ??
    "summed loss";
  return new NotFiniteError(step + 1, array);
}
