/** Gated recurrent units as path integration sees them. */
import { decodeAll } from "../dense-path.ts";
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
  describe: ({ units }) => `${units} gated units`,
  parameters: gruParameters,
  open(settings, { cells: placeCells, inputs, inputScale }) {
    const { units } = settings;
    const shape: PathGruShape = { units, placeCells, inputs, inputScale };
    return {
      units,
      layout: gruLayout(shape),
      taps: gruTaps(units),
      initialize: (engine, seed) => initializeGru(engine, shape, seed, settings),
      openPass: (engine) => (weights, readout, batch, gradients, decay) =>
        gruLossAndGradients(engine, { shape, weights }, readout, batch, gradients, decay),
      rollOut: (engine, weights, readout, batch, request) =>
        gruRollOut(engine, { shape, weights }, readout, batch, request),
      logits: (engine, { decoder }, states, samples, out) => decodeAll(engine, decoder, states, samples, out),
      memoryNeeds: (batch) => gruMemoryNeeds(shape, batch),
      rollOutNeeds: (batch, threads, tap) => gruRollOutNeeds(shape, batch, threads, tap),
      twinMemoryNeeds: (batch) => gruTwinMemoryNeeds(shape, batch),
      loadTwin: async () => (await import("./tfjs.ts")).gruTwin(shape),
    };
  },
};
