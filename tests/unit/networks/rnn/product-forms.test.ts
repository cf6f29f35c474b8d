import { afterAll, describe, expect, test } from "bun:test";
import { placesOnly } from "../../../../src/code/path-code.ts";
import { uniformCentres } from "../../../../src/code/place-centres.ts";
import { openPlaceCode } from "../../../../src/code/place-code.ts";
import { openEngine } from "../../../../src/engine/engine.ts";
import { decayOfRecurrent } from "../../../../src/networks/decay.ts";
import { nothingAround } from "../../../../src/networks/dense-settings.ts";
import { namesOf } from "../../../../src/networks/layout.ts";
import { readoutOf } from "../../../../src/networks/path-network.ts";
import { initializePathRnn } from "../../../../src/networks/rnn/initialize.ts";
import { lossAndGradients } from "../../../../src/networks/rnn/loss-and-gradients.ts";
import { allocateWeights } from "../../../../src/networks/rnn/path-rnn.ts";
import {
  allDense,
  allSparse,
  fasterForms,
  type ProductForms,
  sparseProducts,
} from "../../../../src/networks/rnn/product-forms.ts";
import { measureProductRates } from "../../../../src/networks/rnn/product-rates.ts";
import { defaultArena } from "../../../../src/world/arena.ts";
import { defaultMotion } from "../../../../src/world/motion.ts";
import { allocateTrajectories, simulateTrajectories } from "../../../../src/world/trajectory.ts";
import { relativeDistance } from "../../../support/relative-distance.ts";

const engines = [
  await openEngine({ workers: 1, blas: "wasm" }),
  await openEngine({ workers: 3, blas: "wasm" }),
] as const;
afterAll(() => {
  for (const engine of engines) engine.close();
});

// More than one segment of units and of trajectories; no size fills its panels.
const sizes = [
  { units: 290, placeCells: 70, batch: 20, steps: 3, inputs: 2 },
  { units: 37, placeCells: 300, batch: 270, steps: 2, inputs: 2 },
  { units: 290, placeCells: 70, batch: 20, steps: 3, inputs: 3 },
];

/** Loss and gradients of a fresh network, copied out of the engine. */
function pass(engine: (typeof engines)[number], size: (typeof sizes)[number], forms?: ProductForms) {
  const { units, placeCells, batch, steps, inputs } = size;
  return engine.memory.scope(() => {
    const shape = {
      ...nothingAround,
      units,
      cells: placeCells,
      activation: "relu",
      inputs,
      inputScale: 1,
    } as const;
    const model = initializePathRnn(engine, shape, 3);
    const centres = uniformCentres(engine, defaultArena, placeCells, 3);
    const readout = readoutOf(placesOnly(openPlaceCode(engine, { arena: defaultArena, centres })), 3);
    const trajectories = allocateTrajectories(engine, steps, batch);
    const source = { seed: 3, stream: "test", first: 0 };
    simulateTrajectories(engine, source, trajectories, defaultArena, defaultMotion);
    const gradients = allocateWeights(engine, shape, "gradients");
    const velocity = engine.memory.allocate("float32", [steps, batch, inputs], "inputs");
    for (let i = 0; i < velocity.length; i++) {
      const [sample, input] = [Math.floor(i / inputs), i % inputs];
      velocity.view[i] = input < 2 ? trajectories.velocity.view[2 * sample + input]! : Math.cos(sample);
    }
    const result = lossAndGradients(
      engine,
      model,
      readout,
      { ...trajectories, velocity },
      gradients,
      decayOfRecurrent(1e-4),
      forms,
    );
    return { result, gradients: namesOf(gradients).map((name) => gradients[name].toArray()) };
  });
}

describe.each(sizes)("$units units, $batch trajectories, $inputs inputs", (size) => {
  const sparse = pass(engines[0], size, allSparse);

  test("is sparse when nothing else is asked for", () => {
    expect(pass(engines[0], size)).toEqual(sparse);
    expect(sparse.result.density).toBeGreaterThan(0.3);
    expect(sparse.result.density).toBeLessThan(0.7);
  });

  // Sums run in the same order: only where a row of dots is taken do lanes change it.
  test.each(sparseProducts.filter((name) => name !== "decoderBackward"))(
    "%s: both forms give the same bits",
    (name) => {
      expect(pass(engines[0], size, { ...allSparse, [name]: "dense" })).toEqual(sparse);
    },
  );

  test("all dense: the same to float32 rounding", () => {
    const dense = pass(engines[0], size, allDense);
    expect(Math.abs(dense.result.loss / sparse.result.loss - 1)).toBeLessThan(1e-7);
    dense.gradients.forEach((gradient, i) => {
      expect(relativeDistance(gradient, sparse.gradients[i]!)).toBeLessThan(1e-6);
    });
  });

  test("three workers give the bits of one", () => {
    expect(pass(engines[1], size, allSparse)).toEqual(sparse);
    expect(pass(engines[1], size, allDense)).toEqual(pass(engines[0], size, allDense));
  });
});

describe("the faster form", () => {
  const rates = { dense: { nn: 50, nt: 40, tn: 20 }, panels: 10, dots: 30 };

  test("is the one that takes less time at a density", () => {
    expect(fasterForms(rates, 0.19, "native")).toEqual(allSparse);
    expect(fasterForms(rates, 0.21, "native")).toMatchObject({
      recurrentForward: "dense",
      decoderForward: "dense",
      recurrentBackward: "sparse",
    });
    expect(fasterForms(rates, 0.26, "native").recurrentBackward).toBe("dense");
    expect(fasterForms(rates, 0.49, "native").decoderGradient).toBe("sparse");
    expect(fasterForms(rates, 0.51, "native").decoderGradient).toBe("dense");
    expect(fasterForms(rates, 0.74, "native").decoderBackward).toBe("sparse");
    expect(fasterForms(rates, 0.76, "native")).toEqual(allDense);
  });

  test("never changes the bits of the WASM kernels", () => {
    expect(fasterForms(rates, 1, "wasm")).toEqual({ ...allDense, decoderBackward: "sparse" });
  });

  test("is decided by rates of this machine", () => {
    const { dense, panels, dots } = measureProductRates(engines[0]);
    for (const rate of [dense.nn, dense.nt, dense.tn, panels, dots]) {
      // Any machine with SIMD, loaded as it may be, does more than 0.1 GFLOP/s; none does 10 TFLOP/s a core.
      expect(rate).toBeGreaterThan(1e8);
      expect(rate).toBeLessThan(1e13);
    }
  });
});
