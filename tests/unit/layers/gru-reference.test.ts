/** The hand-written gradient of the plain GRU against finite differences, all in float64. */
import { expect, test } from "bun:test";
import {
  type PlainGruTask,
  type PlainGruWeights,
  plainGruGradients,
  plainGruLoss,
} from "../../support/reference/gru.ts";
import { randomFloats, testRandom } from "../../support/reference/random.ts";

function randomTask(seed: number): { task: PlainGruTask; weights: PlainGruWeights } {
  const random = testRandom(seed);
  const [steps, batch, units, cells] = [4, 3, 5, 6];
  const weight = (count: number) => Float64Array.from(randomFloats(random, count));
  return {
    task: {
      ...{ steps, batch, units, cells, weightDecay: 1e-2 },
      velocity: randomFloats(random, steps * batch * 2),
      startCode: randomFloats(random, batch * cells).map(Math.abs),
      // Their sums differ from row to row.
      targets: randomFloats(random, steps * batch * cells).map(Math.abs),
    },
    weights: {
      encoder: weight(cells * units),
      input: weight(2 * 3 * units),
      recurrent: weight(units * 3 * units),
      inputBias: weight(3 * units),
      recurrentBias: weight(3 * units),
      decoder: weight(units * cells),
    },
  };
}

test.each([1, 2, 3])("every gradient is the slope of the loss, seed %d", (seed) => {
  const { task, weights } = randomTask(seed);
  const gradients = plainGruGradients(task, weights);
  for (const [name, values] of Object.entries(weights) as [keyof PlainGruWeights, Float64Array][]) {
    for (const [i, value] of values.entries()) {
      const step = 1e-5;
      values[i] = value + step;
      const above = plainGruLoss(task, weights);
      values[i] = value - step;
      const below = plainGruLoss(task, weights);
      values[i] = value;
      const slope = (above - below) / (2 * step);
      // Central differences: rounding of the loss 1e-15 / 1e-5, curvature 1e-10.
      const close = Math.abs(slope - gradients[name][i]!) < 2e-9;
      expect({ name, i, close }).toEqual({ name, i, close: true });
    }
  }
});
