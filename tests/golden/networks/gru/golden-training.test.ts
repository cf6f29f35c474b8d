/** Six training steps of a GRU in PyTorch's conventions: losses, gradients, states, final weights. */
import { afterAll, expect, test } from "bun:test";
import { storedWeight } from "../../../../bench/gpu/stored-weight.ts";
import { placesOnly } from "../../../../src/code/path-code.ts";
import { givenCentres } from "../../../../src/code/place-centres.ts";
import { openPlaceCode } from "../../../../src/code/place-code.ts";
import { openEngine } from "../../../../src/engine/engine.ts";
import { findBlas } from "../../../../src/engine/find-blas.ts";
import { decayOfRecurrent } from "../../../../src/networks/decay.ts";
import { gru } from "../../../../src/networks/gru/gru.ts";
import { gruSettings } from "../../../../src/networks/gru/settings.ts";
import { allocateArrays, namesOf } from "../../../../src/networks/layout.ts";
import { readoutOf } from "../../../../src/networks/path-network.ts";
import { adam } from "../../../../src/train/optimizers/adam.ts";
import { newState, plainSizes } from "../../../../src/train/optimizers/optimizer.ts";
import { defaultArena } from "../../../../src/world/arena.ts";
import { golden } from "../../../support/golden.ts";
import { randomFloats, testRandom } from "../../../support/reference/random.ts";
import { relativeDistance } from "../../../support/relative-distance.ts";

const engines = [await openEngine({ workers: 2, blas: "wasm" })];
if (findBlas()) engines.push(await openEngine({ workers: 2, blas: "native" }));
afterAll(() => {
  for (const engine of engines) engine.close();
});

test.each(engines.map((engine) => ({ engine, products: engine.matmul.kind })))(
  "losses, gradients, states and final weights to 1e-5, $products",
  ({ engine }) => {
    const { memory } = engine;
    const data = golden("gru_training.npz");
    const [count, steps, batch] = data.shape("velocity_input") as [number, number, number];
    const [units, cells] = data.shape("initial.encoder.weight") as [number, number];
    const network = gru.open(gruSettings.parse({ kind: "gru", units }), { cells, inputs: 2, inputScale: 1 });
    const { layout } = network;
    const weights = allocateArrays(engine, layout, "weights");
    const names = namesOf(layout);
    for (const name of names) weights[name].set(storedWeight(data, "initial.", layout[name]));
    const centres = givenCentres(randomFloats(testRandom(1), 2 * cells));
    const readout = readoutOf(placesOnly(openPlaceCode(engine, { arena: defaultArena, centres })), 3);
    const pass = network.openPass(engine);
    const state = newState(engine, adam, layout);
    const close = (what: string, found: ArrayLike<number>, expected: ArrayLike<number>) =>
      expect({ what, close: relativeDistance(found, expected) < 1e-5 }).toEqual({ what, close: true });
    for (let step = 0; step < count; step++) {
      memory.scope(() => {
        const array = (name: string, size: number[]) => {
          const all = data.numbers(name);
          const part = all.subarray((step * all.length) / count, ((step + 1) * all.length) / count);
          return memory.from("float32", part, name, size);
        };
        const trajectories = {
          velocity: array("velocity_input", [steps, batch, 2]),
          position: memory.zeros("float32", [steps, batch, 2], "positions, unused"),
          start: memory.zeros("float32", [batch, 2], "starts, unused"),
          codes: {
            start: array("start_code", [batch, cells]),
            targets: array("targets", [steps, batch, cells]),
          },
        };
        if (step === 0) {
          const request = { tap: "units", decoding: false };
          const { activities } = network.rollOut(engine, weights, readout, trajectories, request);
          const states = memory.floats(activities, steps * batch * units);
          close("states", states, data.numbers("hidden_step0"));
        }
        const gradients = allocateArrays(engine, layout, "gradients");
        const result = pass(
          weights,
          readout,
          trajectories,
          gradients,
          decayOfRecurrent(data.number("weight_decay")),
        );
        expect(Math.abs(result.loss / data.numbers("losses")[step]! - 1)).toBeLessThan(1e-6);
        if (step === 0) {
          for (const name of names) {
            close(`gradient of ${name}`, gradients[name].view, storedWeight(data, "grad0.", layout[name]));
          }
        }
        const by = plainSizes("adam", data.number("learning_rate"));
        adam.update(engine, layout, weights, gradients, state, by);
      });
    }
    for (const name of names) close(name, weights[name].view, storedWeight(data, "final.", layout[name]));
  },
);
