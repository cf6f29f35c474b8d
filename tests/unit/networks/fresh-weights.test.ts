import { afterAll, expect, test } from "bun:test";
import { openEngine } from "../../../src/engine/engine.ts";
import {
  denseParameters,
  firstAround,
  layoutAround,
  torchAround,
} from "../../../src/networks/dense-parameters.ts";
import { nothingAround } from "../../../src/networks/dense-settings.ts";
import { freshWeights, linearBias, linearWeights, timesFirst } from "../../../src/networks/fresh-weights.ts";

const engines = await Promise.all([1, 3].map((workers) => openEngine({ workers, blas: "wasm" })));
const [engine, other] = engines as [(typeof engines)[0], (typeof engines)[0]];
afterAll(() => {
  for (const each of engines) each.close();
});

const shape = { ...nothingAround, units: 50, cells: 400, inputs: 2, bottleneck: 64, bottleneckBias: true };
const layout = layoutAround(denseParameters, shape);
const sonnet = { ...torchAround, weights: "sonnet", weightDisplacement: 0.5 } as const;
const fresh = (where = engine, seed = 7) =>
  freshWeights(where, layout, seed, ({ name }) => firstAround(name, shape, sonnet)!);

const moments = (values: Float32Array) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, deviation: Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length) };
};

test("Sonnet's weights are normal with 1 / sqrt(fan-in), cut at two of them, and biases 0", () => {
  const { encoder, bottleneck, bottleneckBias, decoder } = fresh();
  for (const [array, fanIn, displacement] of [
    [encoder, 400, 0],
    [bottleneck, 50, 0],
    [decoder, 64, 0.5],
  ] as const) {
    const sigma = 1 / Math.sqrt(fanIn);
    const { mean, deviation } = moments(array.view);
    const error = sigma / Math.sqrt(array.length);
    expect(Math.abs(mean - displacement * sigma)).toBeLessThan(4 * error);
    // A normal distribution that is cut at two of its standard deviations has 0.8796 of one.
    expect(Math.abs(deviation / sigma - 0.8796)).toBeLessThan(4 / Math.sqrt(2 * array.length));
    const furthest = array.view.reduce((most, x) => Math.max(most, Math.abs(x - displacement * sigma)), 0);
    expect(furthest).toBeLessThanOrEqual(2 * sigma * (1 + 1e-6));
    expect(furthest).toBeGreaterThan(1.95 * sigma);
  }
  expect(bottleneckBias.view.every((value) => value === 0)).toBe(true);
});

test("one seed gives the same bits for any number of workers, another others", () => {
  const [mine, theirs, others] = [fresh(), fresh(other), fresh(engine, 8)];
  expect(theirs.decoder.toArray()).toEqual(mine.decoder.toArray());
  expect(others.decoder.toArray()).not.toEqual(mine.decoder.toArray());
});

test("PyTorch's are uniform in ±1 / sqrt(fan-in), biases too", () => {
  expect(linearWeights("torch", 25, 40)).toEqual({ uniform: 0.2 });
  expect(linearBias("torch", 25)).toEqual({ uniform: 0.2 });
  expect(linearWeights("keras", 25, 71)).toEqual({ uniform: 0.25 });
  expect(linearBias("keras", 25)).toEqual({ constant: 0 });
  expect(linearBias("sonnet", 25)).toEqual({ constant: 0 });
  expect(timesFirst(linearWeights("sonnet", 25, 40, 2), 10)).toEqual({ truncatedNormal: 2, mean: 4 });
});

test("Keras's are uniform in ±sqrt(6 / (fan-in + fan-out)), and biases 0", () => {
  const keras = { ...torchAround, weights: "keras", decoderGain: 0.5 } as const;
  const weights = freshWeights(engine, layout, 7, ({ name }) => firstAround(name, shape, keras)!);
  for (const [array, limit] of [
    [weights.encoder, Math.sqrt(6 / (400 + 50))],
    [weights.bottleneck, Math.sqrt(6 / (50 + 64))],
    [weights.decoder, 0.5 * Math.sqrt(6 / (64 + 400))],
  ] as const) {
    const furthest = array.view.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    expect(furthest / limit).toBeLessThanOrEqual(1 + 1e-6);
    expect(furthest / limit).toBeGreaterThan(0.99);
  }
  expect(weights.bottleneckBias.view.every((value) => value === 0)).toBe(true);
});
