import { afterAll, describe, expect, test } from "bun:test";
import { placesOnly } from "../../../../src/code/path-code.ts";
import { givenCentres } from "../../../../src/code/place-centres.ts";
import { openPlaceCode } from "../../../../src/code/place-code.ts";
import { openEngine } from "../../../../src/engine/engine.ts";
import { decayOfRecurrent } from "../../../../src/networks/decay.ts";
import { nothingAround } from "../../../../src/networks/dense-settings.ts";
import { namesOf } from "../../../../src/networks/layout.ts";
import { readoutOf } from "../../../../src/networks/path-network.ts";
import { lossAndGradients } from "../../../../src/networks/rnn/loss-and-gradients.ts";
import { allocateWeights } from "../../../../src/networks/rnn/path-rnn.ts";
import { defaultArena } from "../../../../src/world/arena.ts";
import {
  type PlainTask,
  type PlainWeights,
  plainGradients,
  plainLoss,
} from "../../../support/reference/path-rnn.ts";
import { randomFloats, testRandom } from "../../../support/reference/random.ts";

const engine = await openEngine({ workers: 2, blas: "wasm" });
afterAll(() => engine.close());

/** Odd sizes on purpose: no dimension fills whole SIMD lanes or register tiles. */
function randomTask(activation: "relu" | "tanh", seed: number): { task: PlainTask; weights: PlainWeights } {
  const random = testRandom(seed);
  const [steps, batch, units, cells] = [4, 7, 13, 11];
  const codes = (rows: number) => {
    const values = randomFloats(random, rows * cells).map(Math.abs);
    for (let row = 0; row < rows; row++) {
      const part = values.subarray(row * cells, (row + 1) * cells);
      const total = part.reduce((sum, value) => sum + value, 0);
      part.forEach((value, i) => {
        part[i] = value / total;
      });
    }
    return values;
  };
  const weight = (count: number, size: number) =>
    Float64Array.from(randomFloats(random, count), (x) => x * size);
  return {
    task: {
      ...{ steps, batch, units, cells, activation, weightDecay: 1e-3 },
      velocity: randomFloats(random, steps * batch * 2),
      startCode: codes(batch),
      targets: codes(steps * batch),
    },
    weights: {
      encoder: weight(cells * units, 1),
      input: weight(2 * units, 1),
      recurrent: weight(units * units, 0.5),
      decoder: weight(units * cells, 1),
    },
  };
}

describe.each(["relu", "tanh"] as const)("back-propagation through time, %s", (activation) => {
  test("the plain reference agrees with finite differences in float64", () => {
    const { task, weights } = randomTask(activation, 1);
    const gradients = plainGradients(task, weights);
    for (const name of namesOf(weights)) {
      for (let i = 0; i < weights[name].length; i += 7) {
        const step = 1e-5;
        const value = weights[name][i]!;
        weights[name][i] = value + step;
        const above = plainLoss(task, weights);
        weights[name][i] = value - step;
        const below = plainLoss(task, weights);
        weights[name][i] = value;
        // Central differences: rounding of the loss 1e-15 / 1e-5, curvature 1e-10.
        expect(Math.abs((above - below) / (2 * step) - gradients[name][i]!)).toBeLessThan(2e-9);
      }
    }
  });

  test("the kernels agree with the plain reference", () => {
    for (let seed = 2; seed < 6; seed++) {
      const { task, weights } = randomTask(activation, seed);
      const expected = plainGradients(task, weights);
      const expectedLoss = plainLoss(task, weights);
      const { steps, batch, units, cells } = task;
      const shape = { ...nothingAround, units, cells, activation, inputs: 2, inputScale: 1 };
      engine.memory.scope(() => {
        const { memory } = engine;
        const model = { shape, weights: allocateWeights(engine, shape, "weights") };
        for (const name of namesOf(weights)) model.weights[name].set(weights[name]);
        const gradients = allocateWeights(engine, shape, "gradients");
        const centres = givenCentres(randomFloats(testRandom(9), cells * 2));
        const readout = readoutOf(placesOnly(openPlaceCode(engine, { arena: defaultArena, centres })), 3);
        const trajectories = {
          velocity: memory.from("float32", task.velocity, "velocity", [steps, batch, 2]),
          position: memory.zeros("float32", [steps, batch, 2], "position"),
          start: memory.zeros("float32", [batch, 2], "start"),
          codes: {
            start: memory.from("float32", task.startCode, "start code", [batch, cells]),
            targets: memory.from("float32", task.targets, "targets", [steps, batch, cells]),
          },
        };
        const result = lossAndGradients(
          engine,
          model,
          readout,
          trajectories,
          gradients,
          decayOfRecurrent(task.weightDecay),
        );
        expect(Math.abs(result.loss / expectedLoss - 1)).toBeLessThan(1e-6);
        let squares = 0;
        for (const name of namesOf(expected)) {
          expect(gradients[name].length).toBe(expected[name].length);
          const scale = Math.max(...expected[name].map(Math.abs));
          for (let i = 0; i < expected[name].length; i++) {
            squares += expected[name][i]! ** 2;
            // float32 sums of at most 52 terms along 4 steps
            expect(Math.abs(gradients[name].view[i]! - expected[name][i]!) / scale).toBeLessThan(5e-6);
          }
        }
        expect(Math.abs(result.gradientNorm / Math.sqrt(squares) - 1)).toBeLessThan(1e-6);
      });
    }
  });
});
