import { openProductChoice } from "../networks/rnn/product-choice.ts";
import type { OpenTrainer } from "./trainer.ts";
import { type StepResult, trainingStep } from "./training-step.ts";

/** The engine's own kernels, working on the state in place. */
export const openHybridTrainer: OpenTrainer = (engine, experiment, { model, adam }) => {
  const waysAt = openProductChoice(engine, experiment.settings);
  let last: StepResult | undefined;
  return {
    step(step) {
      last = trainingStep(engine, experiment, model, adam, step, waysAt(last?.density));
      return last;
    },
    synchronize() {},
    close() {},
  };
};
