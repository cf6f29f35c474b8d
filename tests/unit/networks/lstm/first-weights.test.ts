/** First weights of the LSTM by the conventions of PyTorch, Sonnet and Keras. */
import { afterAll, expect, test } from "bun:test";
import { openEngine } from "../../../../src/engine/engine.ts";
import { lstm } from "../../../../src/networks/lstm/lstm.ts";
import { lstmSettings } from "../../../../src/networks/lstm/settings.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => engine.close());

const around = { units: 128, bottleneck: 256, encoderBias: true, decoderBias: true, bottleneckBias: true };

function fresh(changes: object, inputs = 3) {
  const network = lstm.open(lstmSettings.parse({ ...around, ...changes }), {
    cells: 268,
    inputs,
    inputScale: 1,
  });
  const weights = network.initialize(engine, 1);
  return Object.fromEntries(Object.entries(weights).map(([name, array]) => [name, array!.toArray()]));
}

const largest = (values: Float32Array) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values: Float32Array) =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

test("PyTorch's are uniform up to one over the root of what is counted, biases too", () => {
  const weights = fresh({ weights: "torch" });
  const counted: Record<string, number> = {
    ...{ encoder: 268, encoderBias: 268, cellEncoder: 268, cellEncoderBias: 268 },
    ...{ input: 128, recurrent: 128, inputBias: 128, recurrentBias: 128 },
    ...{ bottleneck: 128, bottleneckBias: 128, decoder: 256, decoderBias: 256 },
  };
  expect(Object.keys(weights).toSorted()).toEqual(Object.keys(counted).toSorted());
  for (const [name, count] of Object.entries(counted)) {
    const most = largest(weights[name]!) * Math.sqrt(count);
    expect({ name, within: most <= 1 && most > 0.96 }).toEqual({ name, within: true });
  }
});

test("Sonnet's are normal and cut at two deviations; the cell counts inputs and units, its bias is drawn, others are 0", () => {
  const weights = fresh({ weights: "sonnet", biases: "one" });
  // The deviation of a normal distribution that is cut at two.
  const ofCut = 0.8796;
  const counted = {
    encoder: 268,
    cellEncoder: 268,
    input: 131,
    recurrent: 131,
    inputBias: 131,
    bottleneck: 128,
    decoder: 256,
  };
  for (const [name, count] of Object.entries(counted)) {
    const values = weights[name]!;
    const root = Math.sqrt(count);
    expect({ name, most: largest(values) * root <= 2 }).toEqual({ name, most: true });
    expect(deviation(values) * root).toBeGreaterThan(ofCut * (1 - 2 / Math.sqrt(values.length)));
    expect(deviation(values) * root).toBeLessThan(ofCut * (1 + 2 / Math.sqrt(values.length)));
  }
  for (const name of ["encoderBias", "cellEncoderBias", "bottleneckBias", "decoderBias"]) {
    expect({ name, most: largest(weights[name]!) }).toEqual({ name, most: 0 });
  }
  expect(weights.recurrentBias).toBeUndefined();
});

test("Keras' are uniform up to the root of six over what goes in and out, each matrix with all its gates; biases are 0", () => {
  const weights = fresh({ weights: "keras", biases: "one", inputUnits: 40 });
  const sides: Record<string, number> = {
    ...{ encoder: 268 + 128, cellEncoder: 268 + 128, inputLayer: 3 + 40, input: 40 + 512 },
    ...{ recurrent: 128 + 512, bottleneck: 128 + 256, decoder: 256 + 268 },
  };
  for (const [name, values] of Object.entries(weights)) {
    const share = largest(values) / Math.sqrt(6 / (sides[name] ?? 1));
    const expected = name in sides ? share <= 1 && share > 0.95 : share === 0;
    expect({ name, expected }).toEqual({ name, expected: true });
  }
});

test("a displacement is the mean of the decoder's, in deviations", () => {
  const { decoder, bottleneck } = fresh({ weights: "sonnet", weightDisplacement: 3 });
  expect(mean(decoder!) * 16).toBeCloseTo(3, 1);
  expect(mean(bottleneck!) * 16).toBeCloseTo(0, 1);
});

test("with an input layer the cell counts its units", () => {
  const { inputLayer, inputLayerBias, input } = fresh({ weights: "sonnet", inputUnits: 300 });
  expect([inputLayer!.length, inputLayerBias!.length, input!.length]).toEqual([900, 300, 300 * 512]);
  expect(largest(input!) * Math.sqrt(428)).toBeCloseTo(2, 2);
  expect(largest(inputLayer!) * Math.sqrt(3)).toBeCloseTo(2, 1);
});

test("every array has a stream of its own, and a seed gives the same", () => {
  const weights = fresh({});
  expect(weights.encoder).not.toEqual(weights.cellEncoder);
  expect(weights.inputBias).not.toEqual(weights.recurrentBias);
  expect(fresh({})).toEqual(weights);
});
