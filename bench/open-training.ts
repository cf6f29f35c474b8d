/** A training in an engine without a run around it. */
import { type Layer, resolveConfig } from "../src/config/resolve.ts";
import type { Engine } from "../src/engine/engine.ts";
import type { PathExperiment } from "../src/tasks/path-integration/experiment.ts";
import { pathIntegration } from "../src/tasks/path-integration/path-integration.ts";
import { isPathIntegration } from "../src/tasks/path-integration/settings.ts";
import { newState } from "../src/train/optimizers/optimizer.ts";
import { optimizers } from "../src/train/optimizers/optimizers.ts";
import type { TrainingState } from "../src/train/trainer.ts";

/** A fresh network of path integration with its optimizer. */
export function openTrained(
  engine: Engine,
  layers: readonly Layer[],
): { experiment: PathExperiment; state: TrainingState } {
  const config = resolveConfig(layers);
  if (!isPathIntegration(config)) throw new Error(`${config.task} is not measured here`);
  const experiment = pathIntegration.open(engine, config);
  const optimizer = newState(engine, optimizers[config.train.optimizer], experiment.layout);
  return { experiment, state: { weights: experiment.initialize(), optimizer } };
}
