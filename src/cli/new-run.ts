import type { Engine } from "../engine/engine.ts";
import { type Experiment, openExperiment } from "../train/experiment.ts";
import { describeRun } from "../train/manifest.ts";
import { createRun, type RunDirectory } from "../train/run-directory.ts";
import { centresOf } from "./config/place-code.ts";
import type { Config } from "./config/schema.ts";
import { printConfig } from "./config/sources.ts";

/** What is to be trained, and where it is to be kept. */
export interface NewRun {
  readonly config: Config;
  readonly preset: string | null;
  readonly path: string;
}

/** Builds the experiment in the engine and makes its run directory. */
export function openNewRun(
  engine: Engine,
  { config, preset, path }: NewRun,
): { experiment: Experiment; directory: RunDirectory } {
  const experiment = openExperiment(engine, config, centresOf(engine, config));
  const manifest = describeRun(engine, { preset, seed: config.seed, device: config.device });
  return { experiment, directory: createRun(path, printConfig(config), manifest) };
}
