/** Long short-term memory as path integration sees it. */
import { decodeAll } from "../dense-path.ts";
import type { PathNetworkKind } from "../path-network.ts";
import { initializeLstm } from "./initialize.ts";
import { lstmLossAndGradients } from "./loss-and-gradients.ts";
import { lstmMemoryNeeds, lstmRollOutNeeds, lstmTwinMemoryNeeds } from "./memory-needs.ts";
import {
  type LstmWeightName,
  lstmArrays,
  lstmLayout,
  lstmParameters,
  type PathLstmShape,
} from "./path-lstm.ts";
import { lstmRollOut, lstmTaps } from "./roll-out.ts";
import { type LstmSettings, lstmSettings } from "./settings.ts";

export const lstm: PathNetworkKind<LstmSettings, LstmWeightName> = {
  kind: "lstm",
  title: "an LSTM",
  settings: lstmSettings,
  describe: ({ units }) => `${units} units of long short-term memory`,
  parameters: lstmParameters,
  arraysOf: (model) => lstmArrays(model as LstmSettings),
  settingsOf: (arrays) => ({ biases: arrays.includes("recurrentBias") ? "two" : "one" }),
  open(settings, { cells: placeCells, inputs, inputScale }) {
    const { units, forgetBias, cellActivation } = settings;
    const names = lstmArrays(settings);
    const shape: PathLstmShape = {
      ...{ units, placeCells, inputs, inputScale, forgetBias, cellActivation, names },
    };
    return {
      units,
      layout: lstmLayout(shape),
      taps: lstmTaps(units),
      initialize: (engine, seed) => initializeLstm(engine, shape, seed, settings),
      openPass: (engine) => (weights, readout, batch, gradients, decay) =>
        lstmLossAndGradients(engine, { shape, weights }, readout, batch, gradients, decay),
      rollOut: (engine, weights, readout, batch, request) =>
        lstmRollOut(engine, { shape, weights }, readout, batch, request),
      logits: (engine, { decoder }, states, samples, out) => decodeAll(engine, decoder, states, samples, out),
      memoryNeeds: (batch) => lstmMemoryNeeds(shape, batch),
      rollOutNeeds: (batch, threads, tap) => lstmRollOutNeeds(shape, batch, threads, tap),
      twinMemoryNeeds: (batch) => lstmTwinMemoryNeeds(shape, batch),
      loadTwin: async () => (await import("./tfjs.ts")).lstmTwin(shape),
    };
  },
};
