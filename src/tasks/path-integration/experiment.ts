/** Path integration with one of its networks, in an engine. */

import { constantsOf } from "../../code/code-constants.ts";
import { openPathCode } from "../../code/open-path-code.ts";
import type { Engine } from "../../engine/engine.ts";
import { firstNotFinite } from "../../engine/finite.ts";
import type { NumericNpyArray } from "../../format/npy-array.ts";
import type { Decay } from "../../networks/decay.ts";
import { parameterNeeds } from "../../networks/parameter-needs.ts";
import { type LearnedBatch, type PathNetwork, type Readout, readoutOf } from "../../networks/path-network.ts";
import type { Arena } from "../../world/arena.ts";
import { arenaOf } from "../../world/open-field.ts";
import type { Experiment } from "../experiment.ts";
import { decayInLoss } from "../training-settings.ts";
import { checkAgents } from "./agents.ts";
import { levelsOf, measuredOf, metricsOf } from "./metrics.ts";
import { inputsOf } from "./motion-input.ts";
import { pathNetwork } from "./networks.ts";
import { pathBatch, pathNeeds } from "./path-batch.ts";
import type { PathIntegrationSettings } from "./settings.ts";
import { lossNeeds } from "./tensor-needs.ts";
import { trainingSource } from "./training-batch.ts";
import { trainingPaths } from "./training-paths.ts";

export interface PathExperiment extends Experiment {
  readonly settings: PathIntegrationSettings;
  /** What is in the loss. */
  readonly decay: Decay;
  readonly arena: Arena;
  readonly network: PathNetwork;
  readonly readout: Readout;
  /**
   * What the network is given in a step: arrays of the current memory scope.
   * @param coded true: with codes also where the blocks of a pass could make them
   */
  batch(step: number, coded?: boolean): LearnedBatch;
}

/** @throws UserError when the place cells cannot be had */
export function openPathExperiment(
  engine: Engine,
  settings: PathIntegrationSettings,
  constants?: ReadonlyMap<string, NumericNpyArray>,
): PathExperiment {
  const { seed, world, code: wanted, model, train } = settings;
  checkAgents(settings);
  const arena = arenaOf(world);
  const readout = readoutOf(
    openPathCode(engine, wanted, arena, wanted.centresSeed ?? seed, constants),
    ...([wanted.topK, wanted.agents] as const),
  );
  const network = pathNetwork(model.kind).open(model, { cells: readout.cells, ...inputsOf(settings) });
  const decay = decayInLoss(train, readout.parts);
  const paths = trainingPaths(engine, settings);
  const batch = (step: number, coded = false) => {
    const source = trainingSource(settings, step);
    return pathBatch(engine, settings, readout, paths.at(step), source, {
      noisy: true,
      dropout: train.dropoutSeed ?? seed,
      coded,
    });
  };
  return {
    ...{ settings, arena, network, readout, decay, metrics: metricsOf(readout), batch },
    layout: network.layout,
    constants: constantsOf(readout),
    trainingData: () => paths.data(),
    initialize: () => network.initialize(engine, train.weightSeed ?? seed),
    openPass(weights) {
      const pass = network.openPass(engine);
      return {
        run: (step, gradients) =>
          engine.memory.scope(() => {
            const result = pass(weights, readout, batch(step), gradients, decay);
            const { loss, gradientNorm } = result;
            return { loss, gradientNorm, measured: measuredOf(readout, result) };
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
        const given = batch(step);
        const { position, velocity, start } = given;
        if (what === "inputs") return firstNotFinite(engine, [position, velocity, start]);
        const [tap] = network.taps;
        const request = { tap: tap.name, decoding: false };
        const { activities } = network.rollOut(engine, weights, readout, given, request);
        return firstBadState(engine, activities, train, tap.units);
      }),
    memoryNeeds(device, threads, copies) {
      if (device === "tfjs") return [...network.twinMemoryNeeds(train), ...lossNeeds(readout, train)];
      return [
        ...parameterNeeds(network.layout, copies, settingOfSize, "weights with gradient and moments"),
        ...network.memoryNeeds(train, threads),
        ...pathNeeds(engine, settings, train, ["train.batchSize", "train.sequenceLength"]),
      ];
    },
    levels: (at) => levelsOf(engine, readout, at),
  };
}

export const settingOfSize: Readonly<Record<string, string>> = {
  units: "model.units",
  cells: "code.placeCells",
  bottleneck: "model.bottleneck",
  inputUnits: "model.inputUnits",
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
