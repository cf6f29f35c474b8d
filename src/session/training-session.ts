/** Opening what a training needs, in the order in which it can be refused; `train`, `quickstart` and the shell do it alike. */
import { relative } from "node:path";
import type { Config } from "../config/schema.ts";
import { printConfig } from "../config/sources.ts";
import { pathWord } from "../copied-command.ts";
import { type Engine, openEngine } from "../engine/engine.ts";
import { FileError } from "../format/file-trouble.ts";
import { programLine } from "../program-words.ts";
import type { Checkpoint } from "../run/checkpoint.ts";
import { checkOwnFolder, listCheckpoints, makeRoom, notFinitePath } from "../run/checkpoint-folder.ts";
import { describeRun } from "../run/manifest.ts";
import { checkNewRun, createRun, type RunDirectory } from "../run/run-directory.ts";
import { RunFilesGoneError } from "../run/run-guard.ts";
import { lockRun, type RunLock } from "../run/run-lock.ts";
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
  readonly lock: RunLock;
  /** Where to go on; undefined: a fresh network. */
  readonly from?: Checkpoint | undefined;
  /** Whether the run was trained before, if only to its end before the first checkpoint. */
  readonly isResumed: boolean;
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
    await whileLocked(directory, (lock) =>
      work({ engine, device, experiment, directory, lock, isResumed: false }),
    );
  });
}

/**
 * Opens a run at its newest checkpoint, or at its beginning when it has none, for the time of `work`, or calls `done` when all its steps are made.
 * @throws UserError when somebody trains it, or its newest checkpoint cannot be gone on from
 */
export async function withResumedRun(
  directory: RunDirectory,
  config: Config,
  work: Work,
  done: (last: Checkpoint) => void,
  ready: () => void = () => {},
): Promise<void> {
  await whileLocked(directory, async (lock) => {
    const from = newestCheckpoint(directory, config);
    makeRoom(directory);
    if (from && from.step >= config.train.steps) {
      done(from);
      return;
    }
    checkOwnFolder(directory);
    await withDevice(config, async (engine, device) => {
      ready();
      const experiment = taskOf(config.task).open(engine, config, from?.file.tensors);
      checkMemory(engine, experiment, device.name);
      await work({ engine, device, experiment, directory, lock, from, isResumed: true });
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

async function whileLocked(directory: RunDirectory, work: (lock: RunLock) => Promise<void>): Promise<void> {
  const lock = lockRun(directory.path);
  try {
    await work(lock);
  } finally {
    lock.release();
  }
}

/**
 * What a user is told of an error of `runTraining`: which array went first, and where the state is kept; or which file did not fit
 * or was removed, and how to go on. Other errors stay as they are.
 */
export function trainingTrouble(error: unknown, directory: RunDirectory, cwd: string): unknown {
  if (error instanceof RunFilesGoneError)
    return new UserError(error.message, howToGoOn(directory, cwd, "go on"));
  if (error instanceof FileError) {
    return new UserError(error.message, howToGoOn(directory, cwd, "when there is room"));
  }
  if (!(error instanceof NotFiniteError)) return error;
  return new UserError(
    error.message,
    `the state is kept in ${notFinitePath(directory)}; try a smaller train.learningRate or train.gradientClip=1`,
  );
}

/** After the training stopped for what happened to its files. */
function howToGoOn(directory: RunDirectory, cwd: string, when: string): string {
  const shown = pathWord(relative(cwd, directory.path)) || ".";
  const last = listCheckpoints(directory).at(-1);
  const saved = last ? `saved up to step ${last.step}` : "no checkpoint was made";
  return `${saved}; ${when}: ${programLine(["train", "--resume", shown])}`;
}
