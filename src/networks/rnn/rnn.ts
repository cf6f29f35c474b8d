/** The recurrent network of Sorscher et al. 2019 as path integration sees it. */
import type { Engine } from "../../engine/engine.ts";
import { namesAround, readUnits, settingsAround } from "../dense-parameters.ts";
import { decodeAll } from "../dense-pass.ts";
import { describedAround } from "../dense-settings.ts";
import { tapsAround } from "../dense-taps.ts";
import { dropoutOf } from "../dropout-factors.ts";
import { namesOf } from "../layout.ts";
import type { PathNetworkKind, PathPass } from "../path-network.ts";
import { bottleneckPass } from "./bottleneck-pass.ts";
import { initializePathRnn } from "./initialize.ts";
import { lossAndGradients } from "./loss-and-gradients.ts";
import { rnnMemoryNeeds, rnnRollOutNeeds, rnnTwinMemoryNeeds } from "./memory-needs.ts";
import { type PathRnnShape, rnnLayout, rnnParameters, type WeightName } from "./path-rnn.ts";
import { openProductChoice } from "./product-choice.ts";
import { rollOut } from "./roll-out.ts";
import { type RnnSettings, rnnSettings } from "./settings.ts";

export const rnn: PathNetworkKind<RnnSettings, WeightName> = {
  kind: "rnn",
  title: "a plain RNN",
  settings: rnnSettings,
  describe: (settings) => `${settings.units} ${settings.activation} units${describedAround(settings)}`,
  unitsOf: readUnits,
  parameters: rnnParameters,
  arraysOf: (settings: RnnSettings) => namesAround(namesOf(rnnParameters), settings),
  settingsOf: settingsAround,
  kerasList: ["encoder", "input", "recurrent", "decoder"],
  open(settings, { cells, inputs, inputScale }) {
    const { units } = settings;
    const shape: PathRnnShape = { ...settings, cells, inputs, inputScale };
    return {
      units,
      layout: rnnLayout(shape),
      taps: tapsAround(shape, [
        { name: "units", units, size: "units", help: "recurrent units after each step" },
      ]),
      initialize: (engine, seed) => initializePathRnn(engine, shape, seed, settings).weights,
      openPass: (engine) => openPass(engine, shape, settings),
      rollOut: (engine, weights, readout, batch, request) =>
        rollOut(engine, { shape, weights }, readout, batch, request),
      dropout: dropoutOf(shape),
      logits: (engine, weights, read, samples, out) => decodeAll(engine, weights, read, samples, out),
      memoryNeeds: (batch, threads) => rnnMemoryNeeds(shape, batch, threads),
      rollOutNeeds: (batch, threads) => rnnRollOutNeeds(shape, batch, threads),
      twinMemoryNeeds: (batch) => rnnTwinMemoryNeeds(shape, batch),
      loadTwin: async () => (await import("./tfjs.ts")).rnnTwin(shape),
    };
  },
};

/** Remembers the density of the last batch: by it the next one's products are chosen. */
function openPass(engine: Engine, shape: PathRnnShape, settings: RnnSettings): PathPass<WeightName> {
  if (shape.bottleneck > 0) {
    return (weights, ...given) => bottleneckPass(engine, { shape, weights }, ...given);
  }
  const formsAt = openProductChoice(engine, settings);
  let density: number | undefined;
  return (weights, readout, batch, gradients, decay) => {
    const forms = formsAt(density);
    const model = { shape, weights };
    const result = lossAndGradients(engine, model, readout, batch, gradients, decay, forms);
    density = result.density;
    return result;
  };
}
