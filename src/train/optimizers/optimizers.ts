/** All update rules by the names that `train.optimizer` has for them: one line each. */
import type { TrainingSettings } from "../../tasks/training-settings.ts";
import { adam } from "./adam.ts";
import type { OptimizerKind } from "./optimizer.ts";

export const optimizers: Readonly<Record<TrainingSettings["optimizer"], OptimizerKind>> = { adam };
