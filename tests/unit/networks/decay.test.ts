/** Decay in the loss: what each form and each choice of arrays adds to loss and gradient of every network. */
import { afterAll, describe, expect, test } from "bun:test";
import { openEngine } from "../../../src/engine/engine.ts";
import { finishGradients } from "../../../src/layers/finish-gradients.ts";
import { type Decay, decayOf, decayOfRecurrent } from "../../../src/networks/decay.ts";
import { type Arrays, allocateArrays, type Layout, namesOf } from "../../../src/networks/layout.ts";
import { pathNetworks } from "../../../src/tasks/path-integration/networks.ts";
import { pathIntegration } from "../../../src/tasks/path-integration/path-integration.ts";
import { plainDecay } from "../../support/reference/decay.ts";
import { randomFloats, testRandom } from "../../support/reference/random.ts";
import { relativeDistance } from "../../support/relative-distance.ts";
import { tinyConfig } from "../../support/tiny-training.ts";

const engines = await Promise.all([1, 3].map((workers) => openEngine({ workers, blas: "wasm" })));
const [engine] = engines as [(typeof engines)[0], (typeof engines)[0]];
afterAll(() => {
  for (const each of engines) each.close();
});

const strength = 0.3;
const cases = (["recurrent", "readout", "head", "all"] as const).flatMap((of) =>
  (["squares", "halfSquares", "norm"] as const).map((form) => ({ of, form })),
);
const batchOf = { batchSize: 7, sequenceLength: 4 };

/** Loss and gradients of one batch, with a velocity scale so that factors on gradients are seen. */
function passOf(kind: string, decay: Decay) {
  const experiment = pathIntegration.open(engine, tinyConfig(batchOf, { kind, velocityScale: 0.5 }));
  const { network, readout, layout } = experiment;
  const weights = experiment.initialize();
  for (const { view } of Object.values(weights)) for (let i = 0; i < view.length; i++) view[i]! += 0.01;
  const gradients = allocateArrays(engine, layout, "gradients");
  const batch = experiment.batch(0);
  const result = network.openPass(engine)(weights, readout, batch, gradients, decay);
  return { layout, weights, gradients, result };
}

describe.each(pathNetworks.map(({ kind }) => kind))("in a network of the kind %s", (kind) => {
  const without = passOf(kind, decayOfRecurrent(0));

  test.each(cases)("$form of $of decay, and nothing else, in loss, gradient and norm", ({ of, form }) => {
    const { result, gradients, weights, layout } = passOf(kind, { strength, of, form });
    const decaying = namesOf(layout).filter((name) => isIn(of, layout, name));
    let added = 0;
    for (const name of namesOf(layout)) {
      const before = without.gradients[name]!.view;
      if (!decaying.includes(name)) {
        expect({ name, same: gradients[name]!.view }).toEqual({ name, same: before });
        continue;
      }
      const plain = plainDecay(weights[name]!.view, form, strength);
      added += plain.loss;
      const expected = before.map((value, i) => value + plain.gradient[i]!);
      // Found: 3e-8; two roundings of float32.
      expect(relativeDistance(gradients[name]!.view, expected)).toBeLessThan(2e-7);
    }
    expect(Math.abs((result.loss - without.result.loss) / added - 1)).toBeLessThan(1e-6);
    expect(Math.abs(result.gradientNorm / norm(gradients) - 1)).toBeLessThan(1e-6);
  });
});

function isIn(of: Decay["of"], layout: Layout, name: string): boolean {
  const { shape, group } = layout[name]!;
  if (shape.length < 2) return false;
  if (of === "readout") return group === "bottleneck" || group === "head";
  return of === "all" || group === of;
}

const norm = (arrays: Arrays): number =>
  Math.hypot(...Object.values(arrays).flatMap(({ view }) => [...view]));

describe("the norm of a head", () => {
  const [rows, columns] = [130, 11];
  const values = randomFloats(testRandom(4), rows * columns);
  const heads = [
    { first: 0, cells: 7 },
    { first: 7, cells: 4 },
  ];
  const head = { name: "decoder", stored: "decoder.weight", group: "head", axes: [rows, columns] } as const;
  const decay = decayOf({ strength, of: "head", form: "norm", heads }, { ...head, shape: [rows, columns] });

  const finish = (where: typeof engine, weights: Float32Array) =>
    where.memory.scope(() => {
      const gradient = where.memory.from("float32", values, "gradient", [rows, columns]);
      const stored = where.memory.from("float32", weights, "weights", [rows, columns]);
      const scale = 0.25;
      const finished = finishGradients(where, [{ gradient, weights: stored, scale, decay }]);
      return { ...finished, gradient: gradient.toArray() };
    });

  test("is its own, where several lie side by side", () => {
    const { gradient, decay: loss, gradientSquares } = finish(engine, values);
    let expectedLoss = 0;
    let squares = 0;
    for (const { first, cells } of heads) {
      const inside = (_: unknown, i: number) => i % columns >= first && i % columns < first + cells;
      const plain = plainDecay(values.filter(inside), "norm", strength);
      const expected = values.filter(inside).map((value, i) => 0.25 * value + plain.gradient[i]!);
      expect(relativeDistance(gradient.filter(inside), expected)).toBeLessThan(2e-7);
      expectedLoss += plain.loss;
      squares += expected.reduce((sum, value) => sum + value * value, 0);
    }
    expect(Math.abs(loss / expectedLoss - 1)).toBeLessThan(1e-12);
    expect(Math.abs(gradientSquares / squares - 1)).toBeLessThan(1e-6);
  });

  test("pulls nothing where all its weights are 0", () => {
    const half = values.map((value, i) => (i % columns < 7 ? value : 0));
    const { gradient, decay: loss } = finish(engine, half);
    expect(gradient.every(Number.isFinite)).toBe(true);
    expect(gradient[9]).toBe(0.25 * values[9]!);
    const first = plainDecay(
      values.filter((_, i) => i % columns < 7),
      "norm",
      strength,
    );
    expect(Math.abs(loss / first.loss - 1)).toBeLessThan(1e-12);
  });

  test("has the same bits for any number of workers", () => {
    const [one, three] = engines.map((each) => finish(each, values));
    expect(one!).toEqual(three!);
  });
});

/** As jtoy/grid-cell-experiments decays: bottleneck and both heads, each by its own norm, and no bias. */
describe.each(pathNetworks.map(({ kind }) => kind))(
  "norms of the read-out of a network of the kind %s",
  (kind) => {
    const [units, bottleneck, heads] = [16, 12, [32, 5]] as const;
    const run = (weightDecay: number) => {
      const train = { ...batchOf, weightDecay, weightDecayOf: "readout", weightDecayForm: "norm" };
      const model = { kind, units, bottleneck, bottleneckBias: true, decoderBias: true };
      const experiment = pathIntegration.open(engine, tinyConfig(train, model, { headCells: heads[1] }));
      const weights = experiment.initialize();
      const gradients = allocateArrays(engine, experiment.layout, "gradients");
      const { loss } = experiment.openPass(weights).run(0, gradients);
      return { experiment, weights, gradients, loss };
    };

    test("are of the bottleneck, the places and the headings by themselves", () => {
      const [without, decaying] = [run(0), run(strength)];
      const { weights, gradients } = decaying;
      const [columns, first] = [heads[0] + heads[1], heads[0]];
      const parts = [
        { name: "bottleneck", isIn: () => true },
        { name: "decoder", isIn: (_: unknown, i: number) => i % columns < first },
        { name: "decoder", isIn: (_: unknown, i: number) => i % columns >= first },
      ];
      let added = 0;
      for (const { name, isIn } of parts) {
        const plain = plainDecay(weights[name]!.view.filter(isIn), "norm", strength);
        const before = without.gradients[name]!.view.filter(isIn);
        const expected = before.map((value, i) => value + plain.gradient[i]!);
        expect(relativeDistance(gradients[name]!.view.filter(isIn), expected)).toBeLessThan(2e-7);
        added += plain.loss;
      }
      expect(Math.abs((decaying.loss - without.loss) / added - 1)).toBeLessThan(1e-6);
      for (const name of namesOf(gradients).filter((each) => !["bottleneck", "decoder"].includes(each))) {
        expect({ name, same: gradients[name]!.view }).toEqual({ name, same: without.gradients[name]!.view });
      }
    });
  },
);

test("biases never decay, not even among all arrays", () => {
  const bias = { shape: [7], group: "head" } as const;
  expect(decayOf({ strength, of: "all", form: "squares" }, bias)).toBeUndefined();
  expect(decayOf({ strength, of: "head", form: "norm" }, bias)).toBeUndefined();
  expect(decayOf({ strength, of: "head", form: "norm" }, { ...bias, shape: [2, 7] })).toBeDefined();
});
