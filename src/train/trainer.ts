import type { Engine } from "../engine/engine.ts";
import type { PathRnn } from "../networks/rnn/path-rnn.ts";
import type { Experiment } from "../tasks/path-integration/experiment.ts";
import type { Adam } from "./optimizers/adam.ts";
import type { StepResult } from "./training-step.ts";

/** A network and its optimizer in the engine's memory: what checkpoints are made of, whatever device trains. */
export interface TrainingState {
  readonly model: PathRnn;
  readonly adam: Adam;
}

/** A device at work on one network. Batches come from the engine, so that every device sees the same. */
export interface Trainer {
  /**
   * One training step.
   * @param step 0-based
   * @throws NotFiniteError, with the state before the step in the engine
   */
  step(step: number): StepResult | Promise<StepResult>;
  /** Brings the state in the engine's memory up to date. */
  synchronize(): void | Promise<void>;
  close(): void;
}

/** Starts training a state on a device. */
export type OpenTrainer = (engine: Engine, experiment: Experiment, state: TrainingState) => Trainer;
