/** The layers of the GRU, put together as a network puts them, against the first training step in PyTorch's conventions. */
import { afterAll, expect, test } from "bun:test";
import { openEngine } from "../../../src/engine/engine.ts";
import { findBlas } from "../../../src/engine/find-blas.ts";
import { sum } from "../../../src/engine/sum.ts";
import { gruBackward, gruForward } from "../../../src/layers/gru-cell.ts";
import { linearGradients } from "../../../src/layers/linear.ts";
import { relativeDistance } from "../../support/relative-distance.ts";
import { data, initialWeights, taskOf, type WeightName, weight, weightNames } from "./gru-training.ts";

const engines = [await openEngine({ workers: 2, blas: "wasm" })];
if (findBlas()) engines.push(await openEngine({ workers: 2, blas: "native" }));
afterAll(() => {
  for (const engine of engines) engine.close();
});

test.each(engines.map((engine) => ({ engine, products: engine.matmul.kind })))(
  "states, loss and gradients of the first step, products by $products",
  ({ engine }) => {
    const { memory, kernels, matmul } = engine;
    const context = { kernels, matmul, scratch: 0 };
    const { steps, batch, units, cells, weightDecay, ...batchData } = taskOf(0);
    const plain = initialWeights();
    const array = (values: ArrayLike<number>) => memory.from("float32", values, "given").pointer;
    const empty = (times: number, width: number) =>
      memory.zeros("float32", [times, batch, width], "of the pass");
    const weights = Object.fromEntries(weightNames.map((name) => [name, array(plain[name])])) as Record<
      WeightName,
      number
    >;
    const gradients = Object.fromEntries(
      weightNames.map((name) => [name, memory.zeros("float32", plain[name].length, name)]),
    );
    const velocity = array(batchData.velocity);
    const startCode = array(batchData.startCode);
    const targets = array(batchData.targets);
    const states = empty(steps + 1, units);
    const gradient = empty(steps + 1, units);
    const logits = empty(steps, cells);
    const gates = empty(steps, 3 * units);
    const recurrentCandidate = empty(steps, units);
    const inputDelta = empty(steps, 3 * units);
    const recurrentDelta = empty(steps, 3 * units);
    const losses = memory.zeros("float64", batch, "losses");
    const at = ({ pointer }: { readonly pointer: number }, t: number, width: number) =>
      pointer + t * batch * width * 4;

    // biome-ignore format: sizes, then one matrix a line
    matmul.multiply("nn", batch, units, cells,
      startCode, cells,
      weights.encoder, units,
      states.pointer, units, false);
    for (let t = 0; t < steps; t++) {
      gruForward(context, {
        ...{ rows: batch, units, inputs: 2, inputScale: 1 },
        input: velocity + t * batch * 2 * 4,
        inputWeights: weights.input,
        recurrentWeights: weights.recurrent,
        inputBias: weights.inputBias,
        recurrentBias: weights.recurrentBias,
        before: at(states, t, units),
        gates: at(gates, t, 3 * units),
        recurrentCandidate: at(recurrentCandidate, t, units),
        after: at(states, t + 1, units),
      });
    }
    // biome-ignore format: sizes, then one matrix a line
    matmul.multiply("nn", steps * batch, cells, units,
      at(states, 1, units), units,
      weights.decoder, cells,
      logits.pointer, cells, false);
    const scale = 1 / (steps * batch);
    for (let t = 0; t < steps; t++) {
      const ofStep = targets + t * batch * cells * 4;
      kernels.softmaxCrossEntropy(at(logits, t, cells), ofStep, batch, cells, cells, scale, losses.pointer);
    }
    // biome-ignore format: sizes, then one matrix a line
    matmul.multiply("nt", steps * batch, units, cells,
      logits.pointer, cells,
      weights.decoder, cells,
      at(gradient, 1, units), units, false);
    for (let t = steps - 1; t >= 0; t--) {
      gruBackward(context, {
        ...{ rows: batch, units },
        recurrentWeights: weights.recurrent,
        gates: at(gates, t, 3 * units),
        recurrentCandidate: at(recurrentCandidate, t, units),
        before: at(states, t, units),
        gradient: at(gradient, t + 1, units),
        inputDelta: at(inputDelta, t, 3 * units),
        recurrentDelta: at(recurrentDelta, t, 3 * units),
        gradientBefore: at(gradient, t, units),
        accumulate: t > 0,
      });
    }
    // biome-ignore format: one product a line
    linearGradients(engine, [
      { rows: units, columns: 3 * units, steps, batch, source: states.pointer, delta: recurrentDelta.pointer, gradient: gradients.recurrent!.pointer, bias: gradients.recurrentBias!.pointer },
      { rows: units, columns: cells, steps, batch, source: at(states, 1, units), delta: logits.pointer, gradient: gradients.decoder!.pointer },
      { rows: cells, columns: units, steps: 1, batch, source: startCode, delta: gradient.pointer, gradient: gradients.encoder!.pointer },
      { rows: 2, columns: 3 * units, steps, batch, source: velocity, delta: inputDelta.pointer, gradient: gradients.input!.pointer, bias: gradients.inputBias!.pointer },
    ]);
    const recurrent = plain.recurrent;
    kernels.scaleAndAdd(
      gradients.recurrent!.pointer,
      weights.recurrent,
      recurrent.length,
      1,
      2 * weightDecay,
    );

    // float32 against float64: rounding along twelve steps.
    const tolerance = 2e-6;
    const taken = states.toArray().subarray(batch * units);
    expect(relativeDistance(taken, data.numbers("hidden_step0"))).toBeLessThan(tolerance);
    const decay = recurrent.reduce((total, w) => total + w * w, 0);
    const loss = sum(losses.view) * scale + weightDecay * decay;
    expect(Math.abs(loss / data.numbers("losses")[0]! - 1)).toBeLessThan(tolerance);
    for (const name of weightNames) {
      const distance = relativeDistance(gradients[name]!.view, weight("grad0", name));
      expect({ name, close: distance < tolerance }).toEqual({ name, close: true });
    }
  },
);
