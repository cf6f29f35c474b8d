import type { Activation } from "../networks/rnn/path-rnn.ts";
import type { Motion } from "../world/motion.ts";

/** What a training run depends on, besides the machine; the command line validates it into this form. */
export interface Settings {
  readonly seed: number;
  readonly world: Motion & {
    readonly boxWidth: number; // m
    readonly boxHeight: number; // m
    readonly periodic: boolean;
  };
  readonly code: {
    readonly kind: "differenceOfSoftmaxes" | "gaussian";
    readonly placeCells: number;
    readonly width: number; // m
    readonly surround: number; // variance ratio
    /** random, numpySeed0, jitteredLattice, or the path of an array [placeCells, 2] in m. */
    readonly centres: string;
    readonly faithfulYCentres: boolean;
    readonly topK: number;
  };
  readonly model: {
    readonly units: number;
    readonly activation: Activation;
    readonly velocityUnit: "metresPerStep" | "metresPerSecond";
    readonly velocityScale: number;
    readonly encoderGain: number;
    readonly inputGain: number;
    readonly decoderGain: number;
    readonly recurrentIdentity: number;
  };
  readonly train: {
    readonly steps: number;
    readonly batchSize: number;
    readonly sequenceLength: number;
    readonly learningRate: number;
    readonly encoderRateScale: number;
    readonly inputRateScale: number;
    readonly schedule: "constant" | "cosine";
    readonly warmupSteps: number;
    readonly finalLearningRateShare: number;
    readonly weightDecay: number;
    readonly gradientClip: number | null;
    readonly checkpointEvery: number;
    readonly keepCheckpoints: number;
    readonly logEvery: number;
  };
  /** How the products of a ReLU network are computed. */
  readonly products: "auto" | "dense" | "sparse";
}
