/** Opening what a training needs, in the order in which it can be refused; `train`, `quickstart` and the shell do it alike. */
import { relative } from "node:path";
import type { Config } from "../config/schema.ts";
import { printConfig } from "../config/sources.ts";
import { type Engine, openEngine } from "../engine/engine.ts";
import { FileError } from "../format/file-trouble.ts";
import type { Checkpoint } from "../run/checkpoint.ts";
import { checkOwnFolder, listCheckpoints, notFinitePath, removePartials } from "../run/checkpoint-folder.ts";
import { describeRun } from "../run/manifest.ts";
import { checkNewRun, createRun, type RunDirectory } from "../run/run-directory.ts";
import { lockRun } from "../run/run-lock.ts";
import type { Experiment } from "../tasks/experiment.ts";
import { taskOf } from "../tasks/tasks.ts";
import { checkMemory } from "../train/memory-needs.ts";
import { NotFiniteError } from "../train/trainer.ts";
import { UserError } from "../user-error.ts";
import { type ChosenDevice, openDevice } from "./open-device.ts";
import { newestCheckpoint } from "./resumed-run.ts";

/** Everything open, and the run locked for this process. */
export interface TrainingSession {
  readonly engine: Engine;
  readonly device: ChosenDevice;
  readonly experiment: Experiment;
  readonly directory: RunDirectory;
  /** Where to go on; undefined: a fresh network. */
  readonly from?: Checkpoint;
}

/** What is to be trained, and where it is to be kept. */
export interface NewRun {
  readonly config: Config;
  readonly preset: string | null;
  readonly path: string;
}

type Work = (session: TrainingSession) => Promise<void>;

/**
 * Makes a run and trains it for the time of `work`.
 * @param ready called once engine and device are open, before anything is written
 * @throws UserError when the directory is taken, or there is no such device or not enough memory; nothing is left behind
 */
export async function withNewRun(run: NewRun, work: Work, ready: () => void = () => {}): Promise<void> {
  checkNewRun(run.path);
  await withDevice(run.config, async (engine, device) => {
    ready();
    const { config, preset, path } = run;
    const experiment = taskOf(config.task).open(engine, config);
    checkMemory(engine, experiment, device.name);
    const manifest = describeRun(engine, { preset, seed: config.seed, device: device.name });
    const directory = createRun(path, printConfig(config), manifest);
    await whileLocked(directory, () => work({ engine, device, experiment, directory }));
  });
}

/**
 * Opens a run at its newest checkpoint for the time of `work`, or calls `done` when all its steps are made.
 * @throws UserError when somebody trains it, or its newest checkpoint cannot be gone on from
 */
export async function withResumedRun(
  directory: RunDirectory,
  config: Config,
  work: Work,
  done: (last: Checkpoint) => void,
  ready: () => void = () => {},
): Promise<void> {
  await whileLocked(directory, async () => {
    const from = newestCheckpoint(directory, config);
    removePartials(directory);
    if (from.step >= config.train.steps) {
      done(from);
      return;
    }
    checkOwnFolder(directory);
    await withDevice(config, async (engine, device) => {
      ready();
      const experiment = taskOf(config.task).open(engine, config, from.file.tensors);
      checkMemory(engine, experiment, device.name);
      await work({ engine, device, experiment, directory, from });
    });
  });
}

async function withDevice(
  config: Config,
  work: (engine: Engine, device: ChosenDevice) => Promise<void>,
): Promise<void> {
  const { workers, blas } = config;
  const engine = await openEngine({ workers: workers === "auto" ? undefined : workers, blas });
  try {
    const device = await openDevice(engine, config);
    try {
      await work(engine, device);
    } finally {
      device.close();
    }
  } finally {
    engine.close();
  }
}

async function whileLocked(directory: RunDirectory, work: () => Promise<void>): Promise<void> {
  const unlock = lockRun(directory.path);
  try {
    await work();
  } finally {
    unlock();
  }
}

/**
 * What a user is told of an error of `runTraining`: which array went first, and where the state is kept; or which file did not fit,
 * and how to go on. Other errors stay as they are.
 */
export function trainingTrouble(error: unknown, directory: RunDirectory, cwd: string): unknown {
  if (error instanceof FileError) return new UserError(error.message, howToGoOn(directory, cwd));
  if (!(error instanceof NotFiniteError)) return error;
  return new UserError(
    error.message,
    `the state is kept in ${notFinitePath(directory)}; try a smaller train.learningRate or train.gradientClip=1`,
  );
}

/** After the disk refused a file of the run. */
function howToGoOn(directory: RunDirectory, cwd: string): string {
  const shown = relative(cwd, directory.path) || ".";
  const last = listCheckpoints(directory).at(-1);
  return last
    ? `saved up to step ${last.step}; when there is room: bun run train --resume ${shown}`
    : `no checkpoint was made: remove ${shown} and start again where there is room`;
}
