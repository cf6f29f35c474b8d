/** Gated recurrent units as path integration sees them. */
import { namesAround, readUnits, settingsAround } from "../dense-parameters.ts";
import { decodeAll } from "../dense-pass.ts";
import { describedAround } from "../dense-settings.ts";
import { tapsAround } from "../dense-taps.ts";
import { dropoutOf } from "../dropout-factors.ts";
import { namesOf } from "../layout.ts";
import type { PathNetworkKind } from "../path-network.ts";
import { initializeGru } from "./initialize.ts";
import { gruLossAndGradients } from "./loss-and-gradients.ts";
import { gruMemoryNeeds, gruRollOutNeeds, gruTwinMemoryNeeds } from "./memory-needs.ts";
import { type GruWeightName, gruLayout, gruParameters, type PathGruShape } from "./path-gru.ts";
import { gruRollOut, gruTaps } from "./roll-out.ts";
import { type GruSettings, gruSettings } from "./settings.ts";

export const gru: PathNetworkKind<GruSettings, GruWeightName> = {
  kind: "gru",
  title: "a GRU",
  settings: gruSettings,
  describe: (settings) => `${settings.units} gated units${describedAround(settings)}`,
  unitsOf: readUnits,
  parameters: gruParameters,
  arraysOf: (settings: GruSettings) => namesAround(namesOf(gruParameters), settings),
  settingsOf: settingsAround,
  open(settings, { cells, inputs, inputScale }) {
    const { units } = settings;
    const shape: PathGruShape = { ...settings, cells, inputs, inputScale };
    return {
      units,
      layout: gruLayout(shape),
      taps: tapsAround(shape, gruTaps(units)),
      initialize: (engine, seed) => initializeGru(engine, shape, seed, settings),
      openPass: (engine) => (weights, readout, batch, gradients, decay) =>
        gruLossAndGradients(engine, { shape, weights }, readout, batch, gradients, decay),
      rollOut: (engine, weights, readout, batch, request) =>
        gruRollOut(engine, { shape, weights }, readout, batch, request),
      dropout: dropoutOf(shape),
      logits: (engine, weights, read, samples, out) => decodeAll(engine, weights, read, samples, out),
      memoryNeeds: (batch) => gruMemoryNeeds(shape, batch),
      rollOutNeeds: (batch, threads, tap) => gruRollOutNeeds(shape, batch, threads, tap),
      twinMemoryNeeds: (batch) => gruTwinMemoryNeeds(shape, batch),
      loadTwin: async () => (await import("./tfjs.ts")).gruTwin(shape),
    };
  },
};
