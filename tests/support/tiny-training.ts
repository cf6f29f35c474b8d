/** Trainings small enough for tests: 16 units, 32 place cells, batches of 8 trajectories of 5 steps. */
import { join } from "node:path";
import { resolveConfig } from "../../src/config/resolve.ts";
import type { Config } from "../../src/config/schema.ts";
import { printConfig } from "../../src/config/sources.ts";
import { type Engine, openEngine } from "../../src/engine/engine.ts";
import { describeRun } from "../../src/run/manifest.ts";
import { createRun, type RunDirectory } from "../../src/run/run-directory.ts";
import type { PathExperiment } from "../../src/tasks/path-integration/experiment.ts";
import { pathIntegration } from "../../src/tasks/path-integration/path-integration.ts";
import {
  isPathIntegration,
  type PathIntegrationSettings,
} from "../../src/tasks/path-integration/settings.ts";
import { newState } from "../../src/train/optimizers/optimizer.ts";
import { optimizers } from "../../src/train/optimizers/optimizers.ts";
import type { TrainingState } from "../../src/train/trainer.ts";
import { temporaryDirectory } from "./temporary.ts";

type Changes = Readonly<Record<string, unknown>>;

const tinyModel = { units: 16 };
const tinyCode = { placeCells: 32, width: 0.4, surround: 2 };
const tinyTrain = {
  steps: 60,
  batchSize: 8,
  sequenceLength: 5,
  warmupSteps: 5,
  learningRate: 0.01,
  weightDecay: 1e-4,
  checkpointEvery: 10,
  logEvery: 1,
};

/** A configuration of a tiny network in WASM mode; `train`, `model` and `code` go over it. */
export function tinyConfig(train: Changes = {}, model: Changes = {}, code: Changes = {}): TinyConfig {
  const config = resolveConfig([
    {
      origin: "test",
      tree: {
        seed: 5,
        blas: "wasm",
        model: { ...tinyModel, ...model },
        code: { ...tinyCode, ...code },
        train: { ...tinyTrain, ...train },
      } as never,
    },
  ]);
  if (!isPathIntegration(config)) throw new Error(config.task);
  return config;
}

export type TinyConfig = Config & PathIntegrationSettings;

/** A fresh network and its optimizer. */
export const freshState = (engine: Engine, experiment: PathExperiment): TrainingState => ({
  weights: experiment.initialize(),
  optimizer: newState(engine, optimizers[experiment.settings.train.optimizer], experiment.layout),
});

/** The same as flags of `train`. */
export const tinyFlags: readonly string[] = [
  ...["--seed", "5", "--blas", "wasm", "--workers", "2"],
  ...Object.entries({
    ...Object.fromEntries(Object.entries(tinyModel).map(([key, value]) => [`model.${key}`, value])),
    ...Object.fromEntries(Object.entries(tinyCode).map(([key, value]) => [`code.${key}`, value])),
    ...Object.fromEntries(Object.entries(tinyTrain).map(([key, value]) => [`train.${key}`, value])),
  }).flatMap(([key, value]) => ["--set", `${key}=${value}`]),
];

export interface TinyRun {
  readonly experiment: PathExperiment;
  readonly directory: RunDirectory;
}

/** A run directory in a temporary place, and its experiment in `engine`. */
export function openTinyRun(engine: Engine, config: TinyConfig = tinyConfig()): TinyRun {
  const experiment = pathIntegration.open(engine, config);
  const manifest = describeRun(engine, { preset: null, seed: config.seed, device: "hybrid" });
  const path = join(temporaryDirectory(), "run");
  return { experiment, directory: createRun(path, printConfig(config), manifest) };
}

/** Opens an engine in WASM mode for `work` only. */
export async function withTinyEngine<Result>(
  workers: number,
  work: (engine: Engine) => Promise<Result>,
): Promise<Result> {
  const engine = await openEngine({ workers, blas: "wasm" });
  try {
    return await work(engine);
  } finally {
    engine.close();
  }
}
