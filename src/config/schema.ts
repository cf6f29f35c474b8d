/** The configuration tree: every setting with its range, its default (ours, not a reference's) and what it means. */
import { z } from "zod";
import { above, count, flag, notNegative, oneOf, positive, share } from "../setting.ts";

const group = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.strictObject(shape, { error: "a group of settings" });

const world = group({
  kind: oneOf("openField").default("openField").describe("arena"),
  boxWidth: positive().default(2.2).describe("m"),
  boxHeight: positive().default(2.2).describe("m"),
  dt: positive().default(0.02).describe("s, one time step"),
  periodic: flag().default(false).describe("leaving on one side enters on the other; the walls are gone"),
  wallRule: oneOf("inside", "faithful")
    .default("inside")
    .describe("never outside the box, or the published rule, which leaks 0.6 % of the samples"),
  borderRegion: notNegative().default(0.03).describe("m, how near a wall is avoided"),
  wallSlowdown: notNegative().default(0.25).describe("factor on the speed in the border region"),
  wallTurnScale: notNegative().default(1).describe("factor on the turn away from a wall"),
  speedRayleigh: positive()
    .default(0.13 * 2 * Math.PI)
    .describe("m/s, scale of the Rayleigh distribution"),
  speedScale: notNegative().default(1).describe("factor on all speeds"),
  speedMax: positive().nullable().default(null).describe("m/s, null for none"),
  velocitySmoothing: share(0.999).default(0).describe("weight of the previous speed"),
  turnSigma: notNegative()
    .default(5.76 * 2)
    .describe("rad/s, standard deviation of the turns"),
  turnSigmaScale: notNegative().default(1).describe("factor on turnSigma"),
}).superRefine((world, context) => {
  if (world.periodic) return;
  for (const side of ["boxWidth", "boxHeight"] as const) {
    if (world[side] > 2 * world.borderRegion) continue;
    const message = `a number above ${2 * world.borderRegion}, twice world.borderRegion`;
    context.addIssue({ code: "custom", path: [side], input: world[side], message });
  }
});

/** Whether `code.centres` names a file instead of a rule. */
export const isCentresFile = (centres: string): boolean => /\.np[yz]$/.test(centres);

const namedCentres = ["random", "numpySeed0", "jitteredLattice"] as const;

const code = group({
  kind: oneOf("differenceOfSoftmaxes", "gaussian")
    .default("differenceOfSoftmaxes")
    .describe("shape of the place code"),
  placeCells: count(1).default(512).describe("number of cells"),
  width: positive().default(0.11).describe("m, standard deviation of the centre"),
  surround: above(1).default(9).describe("variance of the surround over variance of the centre"),
  centres: z
    .string({ error: "a name or a path" })
    .refine((text) => (namedCentres as readonly string[]).includes(text) || isCentresFile(text), {
      error: `one of ${namedCentres.join(", ")}, or a .npy or .npz file of centres [cells, 2]`,
      params: { names: namedCentres },
    })
    .default("jitteredLattice")
    .describe("random, numpySeed0, jitteredLattice, or a file of centres [cells, 2] in m"),
  faithfulYCentres: flag()
    .default(false)
    .describe("the reference's defect: y of the centres is drawn from the width of the box"),
  topK: count(1).default(3).describe("cells whose centres are averaged when a place is decoded"),
}).superRefine((code, context) => {
  const refuse = (key: "placeCells" | "topK", message: string) =>
    context.addIssue({ code: "custom", path: [key], input: code[key], message });
  if (code.kind === "differenceOfSoftmaxes" && code.placeCells < 2) {
    refuse("placeCells", "an integer of at least 2 for differenceOfSoftmaxes");
  }
  const most = Math.min(16, code.placeCells);
  if (code.topK > most) refuse("topK", `an integer from 1 to ${most}`);
});

const model = group({
  kind: oneOf("rnn").default("rnn").describe("network"),
  units: count(1).default(256).describe("recurrent units"),
  activation: oneOf("relu", "tanh").default("relu").describe("of the recurrent units"),
  velocityUnit: oneOf("metresPerStep", "metresPerSecond")
    .default("metresPerSecond")
    .describe("unit in which the network is told its velocity"),
  velocityScale: positive().default(1).describe("factor on the velocity input"),
  encoderGain: positive()
    .default(1)
    .describe("factor on the encoder's first weights, over PyTorch's default"),
  inputGain: positive()
    .default(0.05)
    .describe("factor on the velocity's first weights, over PyTorch's default"),
  decoderGain: positive()
    .default(0.3)
    .describe("factor on the decoder's first weights, over PyTorch's default"),
  recurrentIdentity: share(1).default(0.5).describe("share of the identity in the first recurrent weights"),
});

const train = group({
  steps: count(1).default(1300).describe("batches"),
  batchSize: count(1).default(200).describe("trajectories a batch"),
  sequenceLength: count(1).default(20).describe("time steps a trajectory"),
  optimizer: oneOf("adam").default("adam").describe("update rule"),
  learningRate: positive().default(1.5e-3).describe("highest learning rate of the schedule"),
  encoderRateScale: positive().default(60).describe("factor on the encoder's learning rate"),
  inputRateScale: positive().default(0.07).describe("factor on the learning rate of the velocity's weights"),
  schedule: oneOf("constant", "cosine").default("cosine").describe("of the learning rate, after the warm-up"),
  warmupSteps: count(0).default(100).describe("steps of linear rise of the learning rate"),
  finalLearningRateShare: share(1).default(0.01).describe("of learningRate, where the cosine ends"),
  weightDecay: notNegative().default(1e-4).describe("factor on the squared recurrent weights in the loss"),
  gradientClip: positive().nullable().default(null).describe("largest norm of the gradient, null for none"),
  checkpointEvery: count(1).default(500).describe("steps"),
  keepCheckpoints: count(1).default(3).describe("older ones are removed"),
  logEvery: count(1).default(10).describe("steps"),
});

export const configSchema = group({
  seed: count(0).default(0).describe("of all random numbers"),
  world: world.prefault({}),
  code: code.prefault({}),
  model: model.prefault({}),
  train: train.prefault({}),
  device: oneOf("auto", "hybrid", "wasm", "webgpu", "cpu")
    .default("hybrid")
    .describe("what trains: own kernels, a backend of TensorFlow.js, or auto: a GPU if there is one"),
  blas: oneOf("auto", "native", "wasm").default("auto").describe("dense products: system BLAS or own kernel"),
  products: oneOf("auto", "dense", "sparse")
    .default("auto")
    .describe("of a ReLU network: over lists of active units, dense, or whichever is faster"),
  workers: z
    .custom<"auto" | number>(
      (value) => value === "auto" || (Number.isSafeInteger(value) && Number(value) >= 1),
      {
        error: "auto or an integer of at least 1",
      },
    )
    .default("auto")
    .describe("threads"),
}).superRefine(({ products, model }, context) => {
  if (products !== "sparse" || model.activation === "relu") return;
  const message = "auto or dense: no activity of a tanh network is zero";
  context.addIssue({ code: "custom", path: ["products"], input: products, message });
});

/** A complete, validated configuration. */
export type Config = z.output<typeof configSchema>;
