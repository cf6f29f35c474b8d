/** All update rules by the names that `train.optimizer` has for them: one line each. */
import type { OptimizerName } from "../../tasks/optimizer-settings.ts";
import { adam, adamw } from "./adam.ts";
import type { OptimizerKind } from "./optimizer.ts";
import { rmspropJtoy } from "./rmsprop-jtoy.ts";
import { rmspropTf } from "./rmsprop-tf.ts";
import { rmspropTorch } from "./rmsprop-torch.ts";
import { sgd } from "./sgd.ts";

export const optimizers: Readonly<Record<OptimizerName, OptimizerKind>> = {
  adam,
  adamw,
  "rmsprop-tf": rmspropTf,
  "rmsprop-torch": rmspropTorch,
  "rmsprop-jtoy": rmspropJtoy,
  sgd,
};
