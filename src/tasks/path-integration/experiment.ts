/** Path integration with one of its networks, in an engine. */

import { placesOnly } from "../../code/path-code.ts";
import { openPlaceCells } from "../../code/place-cells.ts";
import { type Centres, givenCentres } from "../../code/place-centres.ts";
import { centrePairs } from "../../code/place-code.ts";
import { decodeFloorCm, lossFloor } from "../../code/place-floors.ts";
import type { Engine } from "../../engine/engine.ts";
import { firstNotFinite } from "../../engine/finite.ts";
import type { NumericNpyArray } from "../../format/npy-array.ts";
import type { Decay } from "../../networks/decay.ts";
import { parameterNeeds } from "../../networks/parameter-needs.ts";
import { type PathNetwork, type Readout, readoutOf } from "../../networks/path-network.ts";
import { UserError } from "../../user-error.ts";
import { type Arena, chanceCm } from "../../world/arena.ts";
import { motionOf } from "../../world/motion.ts";
import { arenaOf } from "../../world/open-field.ts";
import { trajectoryDrawBytes } from "../../world/trajectory.ts";
import type { Experiment, Metric } from "../experiment.ts";
import { decayInLoss } from "../training-settings.ts";
import { pathNetwork } from "./networks.ts";
import { inputsOf, pathBatch } from "./path-batch.ts";
import type { PathIntegrationSettings } from "./settings.ts";
import { trainingBatch } from "./training-batch.ts";

export const loss: Metric = {
  name: "loss",
  label: "loss",
  short: "loss",
  unit: "nats",
  digits: 3,
  shown: true,
};

export const metrics: readonly Metric[] = [
  {
    name: "decodeErrorCm",
    label: "decode error",
    short: "error",
    unit: "cm",
    digits: 2,
    logarithmic: true,
    shown: true,
  },
  { name: "density", label: "share of active units", short: "density", digits: 3, shown: false },
];

/** The constant of the place-cell centres, [cells, 2] m. */
export const centresName = "place_centres";

export interface PathExperiment extends Experiment {
  readonly settings: PathIntegrationSettings;
  /** What is in the loss. */
  readonly decay: Decay;
  readonly arena: Arena;
  readonly network: PathNetwork;
  readonly readout: Readout;
}

/** @throws UserError when the place cells cannot be had */
export function openPathExperiment(
  engine: Engine,
  settings: PathIntegrationSettings,
  constants?: ReadonlyMap<string, NumericNpyArray>,
): PathExperiment {
  const { seed, world, code: wanted, model, train } = settings;
  const arena = arenaOf(world);
  const code = openPlaceCells(
    engine,
    wanted,
    arena,
    seed,
    constants && centresIn(constants, wanted.placeCells),
  );
  const readout = readoutOf(placesOnly(code), wanted.topK);
  const network = pathNetwork(model.kind).open(model, { cells: readout.cells, ...inputsOf(settings) });
  const decay = decayInLoss(train, readout.parts);
  const centres: NumericNpyArray = {
    kind: "float32",
    shape: [code.cells, 2],
    data: centrePairs(code),
  };
  return {
    ...{ settings, arena, network, readout, decay, metrics },
    layout: network.layout,
    constants: new Map([[centresName, centres]]),
    initialize: () => network.initialize(engine, seed),
    openPass(weights) {
      const pass = network.openPass(engine);
      return {
        run: (step, gradients) =>
          engine.memory.scope(() => {
            const batch = pathBatch(trainingBatch(engine, settings, step));
            const { loss, gradientNorm, decodeError, density } = pass(
              ...([weights, readout, batch, gradients, decay] as const),
            );
            return { loss, gradientNorm, measured: { decodeErrorCm: 100 * decodeError, density } };
          }),
      };
    },
    async openTensorPass(device) {
      const { PathTensorPass } = await import("./tensor-pass.ts");
      return new PathTensorPass(engine, device, this, await network.loadTwin());
    },
    rate: ({ group }, scheduled) => {
      if (group === "encoder") return scheduled * train.encoderRateScale;
      return group === "input" ? scheduled * train.inputRateScale : scheduled;
    },
    firstBad: (what, weights, step) =>
      engine.memory.scope(() => {
        const batch = trainingBatch(engine, settings, step);
        const { position, velocity, start } = batch;
        if (what === "inputs") return firstNotFinite(engine, [position, velocity, start]);
        const request = { tap: network.taps[0].name, decoding: false };
        const { activities } = network.rollOut(engine, weights, readout, pathBatch(batch), request);
        return firstBadState(engine, activities, train, network.units);
      }),
    memoryNeeds(device, threads, copies) {
      if (device === "tfjs") return network.twinMemoryNeeds(train);
      const samples = train.batchSize * train.sequenceLength;
      return [
        ...parameterNeeds(network.layout, copies, settingOfSize, "weights with gradient and moments"),
        ...network.memoryNeeds(train, threads),
        {
          label: "trajectories",
          bytes:
            5 * samples * 4 + threads * trajectoryDrawBytes(engine, motionOf(world), train.sequenceLength),
          settings: ["train.batchSize", "train.sequenceLength"],
        },
      ];
    },
    levels: (seed) => ({
      loss: {
        floor: lossFloor(engine, code, { seed }),
        chance: Math.log(code.cells),
        chanceName: "uniform guess",
      },
      decodeErrorCm: {
        floor: decodeFloorCm(engine, code, { seed }, readout.topK),
        chance: chanceCm(arena),
      },
    }),
  };
}

export const settingOfSize: Readonly<Record<string, string>> = {
  units: "model.units",
  cells: "code.placeCells",
};

function firstBadState(
  engine: Engine,
  activities: number,
  { batchSize, sequenceLength }: { readonly batchSize: number; readonly sequenceLength: number },
  units: number,
): string | undefined {
  const perStep = batchSize * units;
  for (let t = 0; t < sequenceLength; t++) {
    const squares = engine.kernels.sumOfSquares(activities + t * perStep * 4, perStep);
    if (!Number.isFinite(squares)) return `hidden states at time step ${t + 1}`;
  }
  return undefined;
}

/** The centres of a checkpoint. @throws UserError when they are missing or not of so many cells */
export function centresIn(constants: ReadonlyMap<string, NumericNpyArray>, cells: number): Centres {
  const centres = constants.get(centresName);
  if (centres?.kind === "float32" && centres.shape.join() === `${cells},2`) return givenCentres(centres.data);
  const found = centres ? `${centres.kind} [${centres.shape.join(", ")}]` : "nothing";
  throw new UserError(
    `${centresName} should be float32 [${cells}, 2], found ${found}`,
    "the file is damaged or not a checkpoint of this network",
  );
}
