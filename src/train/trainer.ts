/** The seam of the devices that train. */
import type { Engine } from "../engine/engine.ts";
import type { Arrays } from "../networks/layout.ts";
import type { Experiment, PassResult } from "../tasks/experiment.ts";
import type { OptimizerState } from "./optimizers/optimizer.ts";

/** A network and its optimizer in the engine's memory: what checkpoints are made of, whatever device trains. */
export interface TrainingState {
  readonly weights: Arrays;
  readonly optimizer: OptimizerState;
}

export interface StepResult extends PassResult {
  readonly learningRate: number;
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
export type OpenTrainer = (
  engine: Engine,
  experiment: Experiment,
  state: TrainingState,
) => Trainer | Promise<Trainer>;

/**
 * Thrown when a loss, a gradient or what an update made of a weight is no finite number. In the first two cases the weights
 * are those before the step.
 */
export class NotFiniteError extends Error {
  constructor(
    readonly step: number,
    readonly array: string,
  ) {
    super(`step ${step}: a value of the ${array} is not finite`);
    this.name = "NotFiniteError";
  }
}
