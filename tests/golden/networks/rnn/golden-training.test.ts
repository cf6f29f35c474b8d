/** Ten training steps of the published code, in PyTorch: losses, gradients, final weights. */
import { afterAll, describe, expect, test } from "bun:test";
import { storedWeight } from "../../../../bench/gpu/stored-weight.ts";
import { placesOnly } from "../../../../src/code/path-code.ts";
import { givenCentres } from "../../../../src/code/place-centres.ts";
import { openPlaceCode } from "../../../../src/code/place-code.ts";
import { openEngine } from "../../../../src/engine/engine.ts";
import { findBlas } from "../../../../src/engine/find-blas.ts";
import { decayOfRecurrent } from "../../../../src/networks/decay.ts";
import { nothingAround } from "../../../../src/networks/dense-settings.ts";
import { namesOf } from "../../../../src/networks/layout.ts";
import { readoutOf } from "../../../../src/networks/path-network.ts";
import { lossAndGradients } from "../../../../src/networks/rnn/loss-and-gradients.ts";
import { type Activation, allocateWeights, rnnLayout } from "../../../../src/networks/rnn/path-rnn.ts";
import { adam } from "../../../../src/train/optimizers/adam.ts";
import { newState, plainSizes } from "../../../../src/train/optimizers/optimizer.ts";
import { defaultArena } from "../../../../src/world/arena.ts";
import { golden } from "../../../support/golden.ts";
import { relativeDistance } from "../../../support/relative-distance.ts";

/** From the README of the reference data: Adam with learning rate 1e-3, weight decay 1e-4 on the recurrent matrix. */
const learningRate = 1e-3;
const decay = decayOfRecurrent(1e-4);

const engines = [await openEngine({ workers: 2, blas: "wasm" })];
if (findBlas()) engines.push(await openEngine({ workers: 2, blas: "native" }));
afterAll(() => {
  for (const engine of engines) engine.close();
});

/**
 * In the relu data unit 47 has, at step 7, one pre-activation of 2e-11 (exact arithmetic), a thousandth of what rounding float32
 * sums changes: whether that sample counts as active is not decided by the mathematics, and Adam makes a whole step of it.
 * The WASM kernel's order of summation decides against it, PyTorch's and OpenBLAS's for it; the other units then meet unit 47's
 * three later, slightly different steps.
 */
const finalTolerance: Readonly<Record<Activation, number>> = { relu: 2e-5, tanh: 1e-5 };
const undecidedUnits: Readonly<Record<Activation, readonly number[]>> = { relu: [47], tanh: [] };

const cases = engines.flatMap((engine) =>
  (["relu", "tanh"] as const).map((activation) => ({ engine, activation, products: engine.matmul.kind })),
);

describe.each(cases)("ten training steps of the reference, $activation, $products", (given) => {
  const { engine, activation } = given;
  const file = `rnn_training_${activation}.npz`;

  test(`${file}: losses, gradients, final weights`, () => {
    const data = golden(file);
    const [count, steps, batch] = data.shape("velocity") as [number, number, number];
    const [placeCells, units] = [data.shape("centres")[0]!, data.shape("hidden_step0").at(-1)!];
    const shape = { ...nothingAround, units, cells: placeCells, activation, inputs: 2, inputScale: 1 };
    const layout = rnnLayout(shape);
    const names = namesOf(layout);
    const { memory } = engine;
    memory.scope(() => {
      const centres = givenCentres(data.numbers("centres"));
      const readout = readoutOf(placesOnly(openPlaceCode(engine, { arena: defaultArena, centres })), 3);
      const model = { shape, weights: allocateWeights(engine, shape, "weights") };
      for (const name of names) model.weights[name].set(storedWeight(data, "init.", layout[name]));
      const state = newState(engine, adam, layout);
      const slice = (name: string, step: number) => {
        const all = data.numbers(name);
        return all.subarray((step * all.length) / count, ((step + 1) * all.length) / count);
      };
      for (let step = 0; step < count; step++) {
        memory.scope(() => {
          const array = (name: string, size: number[]) =>
            memory.from("float32", slice(name, step), name, size);
          const trajectories = {
            velocity: array("velocity", [steps, batch, 2]),
            position: array("target_pos", [steps, batch, 2]),
            start: memory.zeros("float32", [batch, 2], "starts, unused"),
            codes: {
              start: array("init_place", [batch, placeCells]),
              targets: array("target_place", [steps, batch, placeCells]),
            },
          };
          const gradients = allocateWeights(engine, shape, "gradients");
          const result = lossAndGradients(engine, model, readout, trajectories, gradients, decay);
          expect(Math.abs(result.loss / data.numbers("loss")[step]! - 1)).toBeLessThan(1e-6);
          // Two cells can be within rounding of each other at the third place: one sample of 160 may decode otherwise.
          expect(Math.abs(result.decodeError - data.numbers("error_m")[step]!)).toBeLessThan(1e-5);
          if (step === 0) {
            for (const name of names) {
              const expected = storedWeight(data, "grad0.", layout[name]);
              const distance = relativeDistance(gradients[name].view, expected);
              expect({ name, close: distance < 1e-5 }).toEqual({ name, close: true });
            }
          }
          const sizes = plainSizes("adam", learningRate);
          adam.update(engine, layout, model.weights, gradients, state, sizes);
        });
      }
      expect(state.updates).toBe(count);
      for (const name of names) {
        const expected = storedWeight(data, "final.", layout[name]);
        const width = layout[name].shape[1]!;
        const undecided = (i: number) => name !== "decoder" && undecidedUnits[activation].includes(i % width);
        const decided = relativeDistance(model.weights[name].view, expected, (i) => !undecided(i));
        const tolerance = engine.matmul.kind === "wasm" ? finalTolerance[activation] : 1e-5;
        expect({ name, close: decided < tolerance }).toEqual({ name, close: true });
      }
    });
  });
});
