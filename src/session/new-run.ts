import { centresOf } from "../config/place-code.ts";
import type { Config } from "../config/schema.ts";
import { printConfig } from "../config/sources.ts";
import type { Engine } from "../engine/engine.ts";
import { describeRun } from "../run/manifest.ts";
import { createRun, type RunDirectory } from "../run/run-directory.ts";
import { type Experiment, openExperiment } from "../tasks/path-integration/experiment.ts";
import { checkMemory } from "../train/memory-needs.ts";
import { checkTfjsMemory } from "../train/tfjs-memory-needs.ts";
import type { ChosenDevice } from "./open-device.ts";

/** What is to be trained, and where it is to be kept. */
export interface NewRun {
  readonly config: Config;
  readonly preset: string | null;
  readonly path: string;
  /** What trains it, for the manifest. */
  readonly device: ChosenDevice["name"];
}

/** @throws UserError when a training would not fit into the memory of its device */
export function checkTraining(engine: Engine, config: Config, device: ChosenDevice["name"]): void {
  checkMemory(engine, config);
  if (device !== "hybrid") checkTfjsMemory(config, device);
}

/**
 * Builds the experiment in the engine and makes its run directory.
 * @throws UserError when the training would not fit into the memory, or the directory cannot be made; nothing is left behind
 */
export function openNewRun(
  engine: Engine,
  { config, preset, path, device }: NewRun,
): { experiment: Experiment; directory: RunDirectory } {
  checkTraining(engine, config, device);
  const experiment = openExperiment(engine, config, centresOf(engine, config));
  const manifest = describeRun(engine, { preset, seed: config.seed, device });
  return { experiment, directory: createRun(path, printConfig(config), manifest) };
}
