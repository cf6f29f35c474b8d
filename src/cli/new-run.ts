import type { Engine } from "../engine/engine.ts";
import { type Experiment, openExperiment } from "../train/experiment.ts";
import { describeRun } from "../train/manifest.ts";
import { checkMemory } from "../train/memory-needs.ts";
import { createRun, type RunDirectory } from "../train/run-directory.ts";
import { centresOf } from "./config/place-code.ts";
import type { Config } from "./config/schema.ts";
import { printConfig } from "./config/sources.ts";

/** What is to be trained, and where it is to be kept. */
export interface NewRun {
  readonly config: Config;
  readonly preset: string | null;
  readonly path: string;
  /** What trains it, for the manifest. */
  readonly device: string;
}

/**
 * Builds the experiment in the engine and makes its run directory.
 * @throws UserError when the training would not fit into the memory, or the directory cannot be made; nothing is left behind
 */
export function openNewRun(
  engine: Engine,
  { config, preset, path, device }: NewRun,
): { experiment: Experiment; directory: RunDirectory } {
  checkMemory(engine, config);
  const experiment = openExperiment(engine, config, centresOf(engine, config));
  const manifest = describeRun(engine, { preset, seed: config.seed, device });
  return { experiment, directory: createRun(path, printConfig(config), manifest) };
}
