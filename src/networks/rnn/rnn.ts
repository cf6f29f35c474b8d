/** The recurrent network of Sorscher et al. 2019 as path integration sees it. */
import type { Engine } from "../../engine/engine.ts";
import { decodeAll } from "../dense-path.ts";
import type { PathNetworkKind, PathPass } from "../path-network.ts";
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
  describe: ({ units, activation }) => `${units} ${activation} units`,
  parameters: rnnParameters,
  kerasList: ["encoder", "input", "recurrent", "decoder"],
  open(settings, { cells: placeCells, inputs, inputScale }) {
    const { units, activation } = settings;
    const shape: PathRnnShape = { units, placeCells, activation, inputs, inputScale };
    return {
      units,
      layout: rnnLayout(shape),
      taps: [{ name: "units", units, help: "recurrent units after each step" }],
      initialize: (engine, seed) => initializePathRnn(engine, shape, seed, settings).weights,
      openPass: (engine) => openPass(engine, shape, settings),
      rollOut(engine, weights, readout, batch, { decoding }) {
        const [steps, size] = batch.velocity.shape as [number, number];
        const hidden = engine.memory.allocate("float32", [steps + 1, size, units], "hidden states");
        const { decodeError } = rollOut(engine, { shape, weights }, readout, batch, hidden, decoding);
        return { activities: hidden.pointer + size * units * 4, decodeError };
      },
      logits: (engine, { decoder }, states, samples, out) => decodeAll(engine, decoder, states, samples, out),
      memoryNeeds: (batch, threads) => rnnMemoryNeeds(shape, batch, threads),
      rollOutNeeds: (batch, threads) => rnnRollOutNeeds(shape, batch, threads),
      twinMemoryNeeds: (batch) => rnnTwinMemoryNeeds(shape, batch),
      loadTwin: async () => (await import("./tfjs.ts")).rnnTwin(shape),
    };
  },
};

/** Remembers the density of the last batch: by it the next one's products are chosen. */
function openPass(engine: Engine, shape: PathRnnShape, settings: RnnSettings): PathPass<WeightName> {
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
