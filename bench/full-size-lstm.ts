/** Banino's network and its batches, as large as published: what a step of it takes is measured here and beside PyTorch. */
import type { Layer } from "../src/config/resolve.ts";
import type { Tree } from "../src/config/tree.ts";

/** What one step takes in: ten trajectories of 15 s in 100 steps. */
export const fullSize = {
  batchSize: 10,
  sequenceLength: 100,
  placeCells: 256,
  headCells: 12,
  bottleneck: 256,
};

/** Multiplications with each weight but the encoders', forward and twice back, as two operations each. */
export const fullSizeOperations = (units: number): number => {
  const cells = fullSize.placeCells + fullSize.headCells;
  const weights = (3 + units) * 4 * units + fullSize.bottleneck * (units + cells);
  return 6 * fullSize.batchSize * fullSize.sequenceLength * weights;
};

/** Its settings; two biases of the gates, as nn.LSTM has them. */
export const fullSizeLayer = (units: number, changes: Tree = {}): Layer => {
  const { batchSize, sequenceLength, placeCells, headCells, bottleneck } = fullSize;
  const model = { kind: "lstm", units, input: "egocentric", bottleneck, keepProbability: 0.5 };
  return {
    origin: "bench",
    tree: {
      // The published rat: m/s and rad/s, simulated in steps of 20 ms.
      world: { dt: 0.15, simulationDt: 0.02, speedRayleigh: 0.1302, turnMean: -0.0005, turnSigma: 5.76 },
      code: { kind: "gaussian", placeCells, width: 0.01, headCells, centres: "random" },
      model: { ...model, encoderBias: true, decoderBias: true },
      train: {
        ...{ batchSize, sequenceLength, optimizer: "rmsprop-torch", learningRate: 1e-5, valueClip: 1e-5 },
        ...{
          weightDecay: 0,
          schedule: "constant",
          warmupSteps: 0,
          encoderRateScale: 1,
          inputRateScale: 1,
          ...changes,
        },
      },
    },
  };
};
