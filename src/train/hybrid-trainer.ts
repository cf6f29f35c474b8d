/** The engine's own kernels, working on the state in place. */

import type { Engine } from "../engine/engine.ts";
import { allocateArrays } from "../networks/layout.ts";
import type { Experiment } from "../tasks/experiment.ts";
import { isFiniteResult, notFinite } from "./bad-array.ts";
import { optimizers } from "./optimizers/optimizers.ts";
import { updateSizes } from "./step-size.ts";
import type { StepResult, Trainer, TrainingState } from "./trainer.ts";

/** A step depends on the state and its number alone. */
export function openHybridTrainer(
  engine: Engine,
  experiment: Experiment,
  state: TrainingState,
): Omit<Trainer, "step"> & { step(step: number): StepResult } {
  const { layout, settings } = experiment;
  const { weights, optimizer } = state;
  const pass = experiment.openPass(weights);
  const { update } = optimizers[settings.train.optimizer];
  return {
    step: (step) =>
      engine.memory.scope(() => {
        const gradients = allocateArrays(engine, layout, "gradients");
        const result = pass.run(step, gradients);
        if (!isFiniteResult(result)) throw notFinite(engine, experiment, state, step, gradients);
        const sizes = updateSizes(experiment, result, step);
        update(engine, layout, weights, gradients, optimizer, sizes);
        return { ...result, learningRate: sizes.learningRate };
      }),
    synchronize() {},
    close() {},
  };
}
