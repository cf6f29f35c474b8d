/** Long short-term memory as path integration sees it. */
import { readUnits, settingsAround } from "../dense-parameters.ts";
import { decodeAll } from "../dense-pass.ts";
import { describedAround } from "../dense-settings.ts";
import { tapsAround } from "../dense-taps.ts";
import { dropoutOf } from "../dropout-factors.ts";
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
  describe: (settings) => `${settings.units} memory units${describedAround(settings)}`,
  unitsOf: readUnits,
  parameters: lstmParameters,
  arraysOf: (settings: LstmSettings) => lstmArrays(settings),
  settingsOf: (names) => ({
    ...settingsAround(names),
    biases: names.includes("recurrentBias") ? "two" : "one",
    ...(names.includes("inputLayer") ? {} : { inputUnits: 0 }),
  }),
  open(settings, { cells, inputs, inputScale }) {
    const { units } = settings;
    const shape: PathLstmShape = { ...settings, cells, inputs, inputScale };
    return {
      units,
      layout: lstmLayout(shape),
      taps: tapsAround(shape, lstmTaps(units)),
      initialize: (engine, seed) => initializeLstm(engine, shape, seed, settings),
      openPass: (engine) => (weights, readout, batch, gradients, decay) =>
        lstmLossAndGradients(engine, { shape, weights }, readout, batch, gradients, decay),
      rollOut: (engine, weights, readout, batch, request) =>
        lstmRollOut(engine, { shape, weights }, readout, batch, request),
      dropout: dropoutOf(shape),
      logits: (engine, weights, read, samples, out) => decodeAll(engine, weights, read, samples, out),
      memoryNeeds: (batch) => lstmMemoryNeeds(shape, batch),
      rollOutNeeds: (batch, threads, tap) => lstmRollOutNeeds(shape, batch, threads, tap),
      twinMemoryNeeds: (batch) => lstmTwinMemoryNeeds(shape, batch),
      loadTwin: async () => (await import("./tfjs.ts")).lstmTwin(shape),
    };
  },
};
