/** A task with its network: all that training, checkpoints and screens know of either. */
import type { TfjsDevice } from "../engine/tfjs/tfjs-device.ts";
import type { NumericNpyArray } from "../format/npy-array.ts";
import type { MemoryNeed } from "../memory-need.ts";
import type { Arrays, Layout, Parameter } from "../networks/layout.ts";
import type { Tensors } from "../networks/tensors.ts";
import type { TrainingSettings } from "./training-settings.ts";

/** What the settings of every task have. */
export interface BaseSettings {
  readonly seed: number;
  /** Kind of the task. */
  readonly task: string;
  readonly model: { readonly kind: string };
  readonly train: TrainingSettings;
}

/** A number that a training measures beside its loss. */
export interface Metric {
  /** As logs and files have it: `decodeErrorCm`. */
  readonly name: string;
  /** For a reader: "decode error". */
  readonly label: string;
  /** Where there is little room: "error". */
  readonly short: string;
  readonly unit?: string;
  /** Decimal places. */
  readonly digits: number;
  /** For curves of what shrinks by factors. */
  readonly logarithmic?: boolean;
  /** Whether progress lines, lists of runs and curves show it; the others are only logged. */
  readonly shown: boolean;
}

/** Between what a number lies. */
export interface Levels {
  /** What no network comes below. */
  readonly floor: number;
  /** Of knowing nothing. */
  readonly chance: number;
  /** What that is called; default "chance". */
  readonly chanceName?: string;
}

/** What one pass over a batch says. */
export interface PassResult {
  readonly loss: number;
  /** Root of the sum of all squared gradients. */
  readonly gradientNorm: number;
  /** By `Metric.name`. */
  readonly measured: Readonly<Record<string, number>>;
}

/** Own kernels at work on one network. */
export interface Pass {
  /**
   * Loss of batch number `step` (from 0) and its gradient for each array.
   * @param gradients overwritten
   */
  run(step: number, gradients: Arrays): PassResult;
}

/** Automatic differentiation at work on one network. */
export interface TensorPass {
  /** The same on a device of tfjs. @returns gradients that are the caller's to dispose of */
  run(step: number, weights: Tensors): Promise<PassResult & { readonly gradients: Tensors }>;
}

/** Files that are trained on. */
export interface TrainingData {
  readonly path: string;
  /** Of what is in them, wherever they lie. */
  readonly checksum: string;
  readonly records: number;
  /** What a reader should know of them. */
  readonly remark?: string | undefined;
}

export interface Experiment {
  readonly settings: BaseSettings;
  readonly layout: Layout;
  readonly metrics: readonly Metric[];
  /** What belongs to the network beside its weights, and into its checkpoints. */
  readonly constants: ReadonlyMap<string, NumericNpyArray>;
  /** Opens what is trained on, where that is files. @throws UserError when they cannot be read or do not fit the settings */
  trainingData(): TrainingData | undefined;
  /** Fresh weights. */
  initialize(): Arrays;
  openPass(weights: Arrays): Pass;
  openTensorPass(device: TfjsDevice): Promise<TensorPass>;
  /** Learning rate of an array at a rate of the schedule. */
  rate(parameter: Parameter, scheduled: number): number;
  /** Names the first array with NaN or infinity among the inputs of a batch, or among what the network makes of them. */
  firstBad(what: "inputs" | "states", weights: Arrays, step: number): string | undefined;
  /**
   * What a step holds at once.
   * @param copies arrays of each shape: weights, gradients, what the optimizer keeps
   */
  memoryNeeds(device: "hybrid" | "tfjs", threads: number, copies: number): readonly MemoryNeed[];
  /** Floor and chance of `loss` and of metrics, by name, where they are known. */
  levels(seed: number): Readonly<Record<string, Levels>>;
}
