/** The loop of a training: steps, logs, checkpoints, interruptions. What is trained it does not know. */
import type { Engine } from "../engine/engine.ts";
import type { EventImage } from "../format/tfevents.ts";
import { type Arrays, allocateArrays } from "../networks/layout.ts";
import { type Checkpoint, hasOptimizer, loadArrays, saveCheckpoint } from "../run/checkpoint.ts";
import {
  checkOwnFolder,
  checkpointPath,
  notFinitePath,
  rotateCheckpoints,
} from "../run/checkpoint-folder.ts";
import { rewindEvents } from "../run/event-files.ts";
import type { Session } from "../run/manifest.ts";
import { type Metrics, rewindMetrics } from "../run/metrics-log.ts";
import { addSession, type RunDirectory } from "../run/run-directory.ts";
import { guardRun } from "../run/run-guard.ts";
import type { RunLock } from "../run/run-lock.ts";
import { openRunLog } from "../run/run-log.ts";
import type { ScoreRecord } from "../run/score-record.ts";
import type { Experiment } from "../tasks/experiment.ts";
import { UserError } from "../user-error.ts";
import { firstBadState } from "./bad-array.ts";
import { openHybridTrainer } from "./hybrid-trainer.ts";
import { newState, type OptimizerKind } from "./optimizers/optimizer.ts";
import { optimizers } from "./optimizers/optimizers.ts";
import { NotFiniteError, type OpenTrainer, type StepResult, type TrainingState } from "./trainer.ts";

/** After a step: its number (from 1), its result, and the mean duration of the steps since this call began. */
export interface Progress {
  readonly step: number;
  readonly steps: number;
  readonly result: StepResult;
  readonly secondsPerStep: number;
}

export interface TrainingOptions {
  /** What trains; default: the engine's own kernels. */
  readonly openTrainer?: OpenTrainer | undefined;
  /** Where to continue; absent for a fresh network. */
  readonly from?: Checkpoint | undefined;
  /** Added to the manifest once the checkpoint is loaded; of a fresh run it is there already. */
  readonly session?: Session | undefined;
  /** Looked at before anything is written: what another process trains is left alone. */
  readonly lock?: Pick<RunLock, "check"> | undefined;
  /** Stops after the current step and saves. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (progress: Progress) => void;
  /** Awaited after every step but the last one of all: may wait, or look at the network, which it must leave as it is. */
  readonly betweenSteps?: (network: NetworkBetweenSteps) => void | Promise<void>;
  /** The same after the last step of all, once it is saved. */
  readonly afterLastStep?: (network: NetworkBetweenSteps) => void | Promise<void>;
}

/** A network while nobody trains it. */
export interface NetworkBetweenSteps {
  /** Up to date after `synchronize()` only: a device may keep the weights elsewhere. */
  readonly weights: Arrays;
  /** Training steps done. */
  readonly step: number;
  /** What the step took, s. */
  readonly seconds: number;
  /** Whether a checkpoint of it was written. */
  readonly isSaved: boolean;
  synchronize(): Promise<void>;
  /** Before anything is written into the run. @throws RunGoneError, RunLostError, RunFilesGoneError */
  check(): void;
  /** Writes into the logs of the run how the units score. @throws FileError */
  logScores(record: ScoreRecord): void;
  /** Writes pictures of it into the log for TensorBoard. @throws FileError */
  logImages(images: readonly EventImage[]): void;
}

export interface TrainingOutcome {
  readonly weights: Arrays;
  readonly step: number;
  readonly interrupted: boolean;
  readonly checkpointPath: string;
  /** Of the last step; undefined when none was made. */
  readonly result: StepResult | undefined;
}

/**
 * Trains to the last step of the settings, logging and saving into the run directory. Only finite weights become checkpoints.
 * A resumed run is bit-identical to an uninterrupted one when dense products are the WASM kernels.
 * @throws NotFiniteError after saving the state as `checkpoints/not-finite.safetensors`
 * @throws RunLostError when the run was taken from this process: nothing is written any more
 * @throws RunFilesGoneError after saving what can be saved, when files of the run were removed; RunGoneError when all of them were
 * @throws FileError when the disk is full or cannot be written; checkpoints and lines of the log that are there are whole
 */
export async function runTraining(
  engine: Engine,
  experiment: Experiment,
  directory: RunDirectory,
  options: TrainingOptions = {},
): Promise<TrainingOutcome> {
  const { train } = experiment.settings;
  const { from } = options;
  const start = from?.step ?? 0;
  const state = openState(engine, experiment, from);
  const { weights, optimizer } = state;
  const saved = { name: train.optimizer, slots: optimizer.slots };
  rewindMetrics(directory.metricsPath, start);
  rewindEvents(directory.path, start);
  const run = options.session ? addSession(directory, options.session) : directory;
  const trainer = await (options.openTrainer ?? openHybridTrainer)(engine, experiment, state);
  const log = openRunLog(directory);
  const checkFinite = (step: number) => {
    const bad = firstBadState(engine, state);
    if (bad) throw new NotFiniteError(step, bad);
  };
  const write = (path: string, step: number) => {
    checkOwnFolder(directory);
    saveCheckpoint(path, experiment, weights, step, {
      optimizer: { ...saved, updates: optimizer.updates },
      force: true,
    });
  };
  const synchronize = async () => trainer.synchronize();
  const guard = guardRun(run, log, options.lock);
  const save = async (step: number) => {
    guard.check();
    await keep(step);
  };
  const keep = async (step: number) => {
    await synchronize();
    checkFinite(step);
    write(checkpointPath(directory, step), step);
    rotateCheckpoints(directory, train.keepCheckpoints);
  };
  let step = start;
  let last: StepResult | undefined;
  let savedAt = from ? start : -1;
  let seconds = 0;
  const between = (): NetworkBetweenSteps => ({
    ...{ weights, step, seconds, isSaved: savedAt === step, synchronize },
    check: guard.check,
    logScores: log.appendScores,
    logImages: (images) => log.appendImages(images, step),
  });
  const began = performance.now();
  try {
    checkFinite(start);
    while (step < train.steps && !options.signal?.aborted) {
      const before = performance.now();
      const result = await trainer.step(step);
      last = result;
      step++;
      seconds = (performance.now() - before) / 1000;
      const line = metricsOf(step, result, seconds);
      if (step % train.logEvery === 0 || step === train.steps) {
        guard.check();
        log.append(line);
      }
      // The first one soon: without any a run can be neither opened nor looked at.
      if (step === 1 || step % train.checkpointEvery === 0) {
        await save(step);
        savedAt = step;
      }
      const secondsPerStep = (performance.now() - began) / 1000 / (step - start);
      options.onProgress?.({ step, steps: train.steps, result, secondsPerStep });
      await nextTurn();
      if (step < train.steps && !options.signal?.aborted) {
        await options.betweenSteps?.(between());
      }
    }
    if (savedAt !== step) {
      await save(step);
      savedAt = step;
    }
    if (last && step === train.steps) await options.afterLastStep?.(between());
  } catch (error) {
    log.abandon();
    if (error instanceof NotFiniteError) {
      write(notFinitePath(directory), step);
    }
    throw await guard.settle(error, () => keep(step));
  } finally {
    trainer.close();
  }
  log.close();
  return {
    weights,
    step,
    interrupted: step < train.steps,
    checkpointPath: checkpointPath(directory, step),
    result: last,
  };
}

/** Lets signals and timers be heard. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function openState(engine: Engine, experiment: Experiment, from: Checkpoint | undefined): TrainingState {
  const { layout, settings } = experiment;
  const kind = optimizers[settings.train.optimizer];
  const optimizer = newState(engine, kind, layout);
  if (!from) return { weights: experiment.initialize(), optimizer };
  const weights = allocateArrays(engine, layout, "weights");
  loadArrays(weights, layout, from);
  if (hasState(from, kind)) {
    for (const [slot, arrays] of Object.entries(optimizer.slots)) {
      loadArrays(arrays, layout, from, `${kind.name}.${slot}.`);
    }
    optimizer.updates = from.updates;
  }
  return { weights, optimizer };
}

/** A checkpoint of step 0 needs none. @throws UserError when another one has weights only */
function hasState(from: Checkpoint, { name }: OptimizerKind): boolean {
  if (hasOptimizer(from, name)) return true;
  if (from.step === 0) return false;
  throw new UserError(
    `${from.path} holds no optimizer state, so training cannot go on from it`,
    "resume from a run directory",
  );
}

const metricsOf = (step: number, result: StepResult, secondsPerStep: number): Metrics => ({
  step,
  loss: result.loss,
  ...result.measured,
  secondsPerStep,
  learningRate: result.learningRate,
  gradientNorm: result.gradientNorm,
});
