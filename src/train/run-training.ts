import type { Engine } from "../engine/engine.ts";
import { initializePathRnn } from "../networks/rnn/initialize.ts";
import type { PathRnn } from "../networks/rnn/path-rnn.ts";
import { type Checkpoint, loadAdam, loadModel, saveCheckpoint } from "../run/checkpoint.ts";
import { checkpointPath, notFinitePath, rotateCheckpoints } from "../run/checkpoint-folder.ts";
import type { Session } from "../run/manifest.ts";
import { type Metrics, rewindMetrics } from "../run/metrics-log.ts";
import { addSession, type RunDirectory } from "../run/run-directory.ts";
import { openRunLog } from "../run/run-log.ts";
import type { Experiment } from "../tasks/path-integration/experiment.ts";
import { firstBadWeights } from "./bad-array.ts";
import { openHybridTrainer } from "./hybrid-trainer.ts";
import { openAdam } from "./optimizers/adam.ts";
import type { OpenTrainer, TrainingState } from "./trainer.ts";
import { NotFiniteError, type StepResult } from "./training-step.ts";

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
  /** Stops after the current step and saves. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (progress: Progress) => void;
  /** Awaited after every step but the last one of all: may wait, or look at the network, which it must leave as it is. */
  readonly betweenSteps?: (network: NetworkBetweenSteps) => void | Promise<void>;
}

/** A network while nobody trains it. */
export interface NetworkBetweenSteps {
  /** Up to date after `synchronize()` only: a device may keep the weights elsewhere. */
  readonly model: PathRnn;
  /** Training steps done. */
  readonly step: number;
  synchronize(): Promise<void>;
}

export interface TrainingOutcome {
  readonly model: PathRnn;
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
 * @throws FileError when the disk is full or cannot be written; checkpoints and lines of the log that are there are whole
 */
export async function runTraining(
  engine: Engine,
  experiment: Experiment,
  directory: RunDirectory,
  options: TrainingOptions = {},
): Promise<TrainingOutcome> {
  const { train, seed } = experiment.settings;
  const { start, ...state } = openState(engine, experiment, seed, options.from);
  const { model, adam } = state;
  if (options.from) rewindMetrics(directory.metricsPath, start);
  if (options.session) addSession(directory, options.session);
  const trainer = (options.openTrainer ?? openHybridTrainer)(engine, experiment, state);
  const log = openRunLog(directory);
  const checkFinite = (step: number) => {
    const bad = firstBadWeights(engine, model, adam);
    if (bad) throw new NotFiniteError(step, bad);
  };
  const synchronize = async () => trainer.synchronize();
  const save = async (step: number) => {
    await synchronize();
    checkFinite(step);
    saveCheckpoint(checkpointPath(directory, step), experiment, model, step, { adam, force: true });
    rotateCheckpoints(directory, experiment.settings.train.keepCheckpoints);
  };
  let step = start;
  let last: StepResult | undefined;
  let saved = options.from ? start : -1;
  const began = performance.now();
  try {
    checkFinite(start);
    while (step < train.steps && !options.signal?.aborted) {
      const before = performance.now();
      const result = await trainer.step(step);
      last = result;
      step++;
      const line = metricsOf(step, result, (performance.now() - before) / 1000);
      if (step % train.logEvery === 0 || step === train.steps) log.append(line);
      if (step % train.checkpointEvery === 0) {
        await save(step);
        saved = step;
      }
      const secondsPerStep = (performance.now() - began) / 1000 / (step - start);
      options.onProgress?.({ step, steps: train.steps, result, secondsPerStep });
      await nextTurn();
      if (step < train.steps && !options.signal?.aborted) {
        await options.betweenSteps?.({ model, step, synchronize });
      }
    }
    // Whoever asked twice during the last step is heard before a checkpoint is written.
    if (options.signal?.aborted) await nextTurn();
    if (saved !== step) await save(step);
  } catch (error) {
    log.abandon();
    if (error instanceof NotFiniteError) {
      saveCheckpoint(notFinitePath(directory), experiment, model, step, { adam, force: true });
    }
    throw error;
  } finally {
    trainer.close();
  }
  log.close();
  return {
    model,
    step,
    interrupted: step < train.steps,
    checkpointPath: checkpointPath(directory, step),
    result: last,
  };
}

/** Lets signals and timers be heard. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function openState(
  engine: Engine,
  experiment: Experiment,
  seed: number,
  from: Checkpoint | undefined,
): TrainingState & { readonly start: number } {
  if (!from) {
    const model = initializePathRnn(engine, experiment.shape, seed, experiment.settings.model);
    return { model, adam: openAdam(engine, model), start: 0 };
  }
  const model = loadModel(engine, experiment, from);
  return { model, adam: loadAdam(engine, experiment, model, from), start: from.step };
}

const metricsOf = (step: number, result: StepResult, secondsPerStep: number): Metrics => ({
  step,
  loss: result.loss,
  decodeErrorCm: 100 * result.decodeError,
  secondsPerStep,
  learningRate: result.learningRate,
  gradientNorm: result.gradientNorm,
  density: result.density,
});
