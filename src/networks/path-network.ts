/**
 * The seam between path integration and its networks: what a network is told of a trajectory, what it is asked for, and what
 * it must be able to do. Losses other than the code's cross-entropy, optimizers and files are not known here.
 */
import type { z } from "zod";
import type { Codes, StartCodes } from "../code/fill-codes.ts";
import type { PathCode } from "../code/path-code.ts";
import type { PlaceCode } from "../code/place-code.ts";
import type { Engine } from "../engine/engine.ts";
import type { SharedArray } from "../engine/shared-array.ts";
import type { Tensor2D } from "../engine/tfjs/tf.ts";
import type { MemoryNeed } from "../memory-need.ts";
import type { Decay } from "./decay.ts";
import type { Arrays, Layout } from "./layout.ts";
import type { NetworkKind } from "./network-kind.ts";
import type { Tensors } from "./tensors.ts";
import type { MotionInput, VelocityUnit } from "./velocity-input.ts";

/** Trajectories as a network sees them; time-major. */
export interface PathBatch {
  /** What the network is told of its motion: `PathSizes.inputs` numbers a step. */
  readonly velocity: SharedArray<"float32">; // [T, B, inputs]
  readonly position: SharedArray<"float32">; // [T, B, 2] m
  readonly start: SharedArray<"float32">; // [B, 2] m
  /** Of the second agent, whose place is in the codes, too; left out: there is none. */
  readonly otherPosition?: SharedArray<"float32"> | undefined; // [T, B, 2] m
  /** Whither the rat turns at the end of each step; left out: no heading is read out of the logits. */
  readonly headings?: SharedArray<"float32"> | undefined; // [T, B] rad
  /** Codes that are made before the pass, without targets where nothing is learned; left out, blocks make them of the positions (`isMadeInBlocks`). */
  readonly codes?: StartCodes | undefined;
  /** Where the masks of a network with dropout come from; left out: nothing drops out. */
  readonly dropout?: DropoutSource | undefined;
}

/** Random numbers by counter: a trajectory has the same masks in any batch, on any device. */
export interface DropoutSource {
  readonly seed: number;
  readonly stream: string;
  /** Number of the batch's first trajectory. */
  readonly first: number;
}

/** One to learn from: where codes are made before the pass, targets are among them. */
export interface LearnedBatch extends PathBatch {
  readonly codes?: Codes | undefined;
}

/** The code a network is asked for, and how many of the best cells of its first ensemble say where it thinks it is. */
export interface Readout extends PathCode {
  /** Of the first ensemble. */
  readonly code: PlaceCode;
  readonly topK: number;
  /** Of how many agents it tells. */
  readonly agents: 1 | 2;
}

/** @param topK cells of the first ensemble whose centres are averaged */
export const readoutOf = (code: PathCode, topK: number, agents: 1 | 2 = 1): Readout => ({
  ...code,
  code: code.parts[0].code,
  topK,
  agents,
});

/** What a pass over a batch says. */
export interface PathPassResult {
  /** Cross-entropy per sample in nats, of all ensembles by their weights, plus the decay. */
  readonly loss: number;
  /** Cross-entropy of each ensemble by itself, nats. */
  readonly partLosses: readonly number[];
  /** Mean distance between decoded and true position, m; of two agents the mean of both. */
  readonly decodeError: number;
  /** Median distance of both decoded positions together from both true ones, in four dimensions, m; NaN of one agent. */
  readonly bothError: number;
  /** Mean angle between decoded and true heading, rad; NaN where no heading is read. */
  readonly headingError: number;
  /** Share of activities that are not zero. */
  readonly density: number;
  /** Root of the sum of all squared gradients. */
  readonly gradientNorm: number;
}

/**
 * One pass forward and back through time.
 * @param gradients receives the gradient of the loss for each parameter, overwritten
 */
export type PathPass<Name extends string = string> = (
  weights: Arrays<Name>,
  readout: Readout,
  batch: PathBatch,
  gradients: Arrays<Name>,
  decay: Decay,
) => PathPassResult;

/** Something of a network that can be looked at along paths. */
export interface Tap {
  readonly name: string;
  /** How many numbers it has at every time step. */
  readonly units: number;
  /** The size of the arrays along which they lie, if they can be silenced. */
  readonly size?: string;
  readonly help: string;
}
export type Taps = readonly [Tap, ...Tap[]];

export interface RollOutRequest {
  /** What to hand over; the first tap of a network is what its decoder reads. */
  readonly tap: string;
  /** False: only the activities are wanted, which is much less work. */
  readonly decoding: boolean;
}

export interface RollOut {
  /** Address of [T, B, units of the tap] float32; time step t goes with position[t]. */
  readonly activities: number;
  /** As of a pass; NaN when nothing was decoded. */
  readonly decodeError: number;
  readonly bothError: number;
}

/** One batch on a device of tfjs. */
export interface TensorBatch {
  /** Factors of the dropout; left out: nothing drops out. */
  readonly dropout?: Tensor2D | undefined; // [T * B, bottleneck]
  readonly startCode: Tensor2D; // [B, cells]
  readonly velocity: readonly Tensor2D[]; // T of [B, inputs]
}

/** The network's mathematics written once more, for automatic differentiation: no gradient is written here. */
export type PathTwin<Name extends string = string> = (
  weights: Tensors<Name>,
  batch: TensorBatch,
) => {
  readonly logits: Tensor2D; // [T * B, cells]
  readonly states: Tensor2D; // [T * B, units]
};

/** How units of the first tap drop out in training. */
export interface NetworkDropout {
  /** The factors by which a pass over that batch lets units through, as it makes them; undefined: it has no masks. */
  factors(engine: Engine, batch: PathBatch): SharedArray<"float32"> | undefined; // [T, B, units of the first tap]
}

/** A network of known sizes. What it allocates belongs to the memory scope of its caller. */
export interface PathNetwork<Name extends string = string> {
  readonly units: number;
  readonly layout: Layout<Name>;
  /** What can be looked at; the first one is what the decoder reads. */
  readonly taps: Taps;
  /** Fresh weights: of each array from a random stream of its own, so that one seed gives one network on every device. */
  initialize(engine: Engine, seed: number): Arrays<Name>;
  /** Ready to train on this engine, by own kernels. */
  openPass(engine: Engine): PathPass<Name>;
  /** Runs along given trajectories. */
  rollOut(
    engine: Engine,
    weights: Arrays<Name>,
    readout: Readout,
    batch: PathBatch,
    request: RollOutRequest,
  ): RollOut;
  /** Undefined: nothing ever drops out. */
  readonly dropout?: NetworkDropout | undefined;
  /** out [samples, cells] = what the decoder makes of activities [samples, units] of the first tap. */
  logits(engine: Engine, weights: Arrays<Name>, activities: number, samples: number, out: number): void;
  /** What a pass by own kernels holds at once besides weights, their gradients and the optimizer. */
  memoryNeeds(batch: BatchSize, threads: number): MemoryNeed[];
  /** What a roll-out holds at once besides the weights. @param tap what is looked at */
  rollOutNeeds(batch: BatchSize, threads: number, tap: string): MemoryNeed[];
  /** Everything that a step by automatic differentiation holds at its height. */
  twinMemoryNeeds(batch: BatchSize): MemoryNeed[];
  loadTwin(): Promise<PathTwin<Name>>;
}

export interface BatchSize {
  readonly batchSize: number;
  readonly sequenceLength: number;
}

/** Sizes that come from the task. */
export interface PathSizes {
  /** Of all ensembles of the code. */
  readonly cells: number;
  /** Numbers by which a network is told each step. */
  readonly inputs: number;
  /** What multiplies them. */
  readonly inputScale: number;
}

export interface ModelSettings {
  readonly kind: string;
  readonly units: number;
  readonly input: MotionInput;
  readonly velocityUnit: VelocityUnit;
  readonly velocityScale: number;
  readonly velocityNoise: number | string;
  readonly noiseInEvaluation: boolean;
}

/** A kind of network: the group `model` of the settings, and what they describe. Sizes in the axes are `units`, `cells` and `inputs`. */
export interface PathNetworkKind<Settings extends ModelSettings = ModelSettings, Name extends string = string>
  extends NetworkKind<Name> {
  readonly settings: z.ZodType<Settings>;
  /** "256 relu units". */
  describe(settings: Settings): string;
  /** Units of the first tap, where that is not the states. */
  unitsOf?(settings: Settings): number;
  open(settings: Settings, sizes: PathSizes): PathNetwork<Name>;
}
