/** What every network of path integration does when it is asked for several ensembles. */
import { afterAll, describe, expect, test } from "bun:test";
import { openEngine } from "../../../src/engine/engine.ts";
import { allocateArrays, mapNames, namesOf } from "../../../src/networks/layout.ts";
import { pathNetworks } from "../../../src/tasks/path-integration/networks.ts";
import { pathIntegration } from "../../../src/tasks/path-integration/path-integration.ts";
import { openHybridTrainer } from "../../../src/train/hybrid-trainer.ts";
import { trainingNeeds } from "../../../src/train/memory-needs.ts";
import { plainSigmoidCrossEntropy } from "../../support/reference/code-modes.ts";
import { angleBetween, decodeHeading } from "../../support/reference/head-code.ts";
import { randomFloats, testRandom } from "../../support/reference/random.ts";
import { plainSoftmaxCrossEntropy } from "../../support/reference/training-kernels.ts";
import { freshState, tinyConfig, withTinyEngine } from "../../support/tiny-training.ts";

const engines = await Promise.all([1, 3].map((workers) => openEngine({ workers, blas: "wasm" })));
const [engine] = engines as [(typeof engines)[0], (typeof engines)[0]];
afterAll(() => {
  for (const each of engines) each.close();
});

const odd = { batchSize: 7, sequenceLength: 4, weightDecay: 0 };
const [samples, units] = [odd.batchSize * odd.sequenceLength, 13];
const heads = { headCells: 5, headConcentration: 3, moreHeads: "3:1", headWeight: 0.5 };
const places = { kind: "gaussian", placeCells: 11, morePlaces: "6:0.7" };
const codes = {
  soft: { ...places, ...heads },
  hard: { ...places, ...heads, targets: "voronoi", starts: "softmax" },
  drawn: { ...places, ...heads, targets: "sample", headStart: false },
  densities: { ...places, targets: "normalized" },
};
const models = {
  soft: { input: "egocentric" },
  hard: { input: "egocentric", bottleneck: 9, decoderBias: true },
  drawn: { bottleneck: 9, encoderBias: true, keepProbability: 0.5 },
  densities: {},
};
const cases = pathNetworks.flatMap(({ kind }) =>
  (Object.keys(codes) as (keyof typeof codes)[]).map((code) => ({ kind, code })),
);

const open = (where: typeof engine, { kind, code }: (typeof cases)[0]) =>
  pathIntegration.open(where, tinyConfig(odd, { kind, units, ...models[code] }, codes[code]));

describe.each(cases)("a network of the kind $kind that is asked for $code ensembles", (asked) => {
  test("has the loss of each, its decoded headings, and the gradients of finite differences", () => {
    const experiment = open(engine, asked);
    const { layout, network, readout } = experiment;
    const weights = experiment.initialize();
    for (const { view } of Object.values(weights)) for (let i = 0; i < view.length; i++) view[i]! *= 3;
    const gradients = allocateArrays(engine, layout, "gradients");
    const { loss, measured } = experiment.openPass(weights).run(0, gradients);
    const expected = expectedOf();
    expect(loss).toBeCloseTo(expected.loss, 5);
    if (asked.code === "densities") expect(measured).not.toHaveProperty("headLoss");
    else {
      expect(measured.placeLoss! + measured.headLoss!).toBeCloseTo(expected.unweighted, 4);
      expect(measured.headingErrorRad).toBeCloseTo(expected.headingError, 5);
    }

    /** From the network's states, by the references. */
    function expectedOf() {
      const batch = experiment.batch(0);
      const request = { tap: network.taps[0].name, decoding: false };
      const { activities } = network.rollOut(engine, weights, readout, batch, request);
      const out = engine.memory.allocate("float32", [samples, readout.cells], "logits");
      network.logits(engine, weights, activities, samples, out.pointer);
      let [all, unweighted, headingError] = [0, 0, 0];
      for (let row = 0; row < samples; row++) {
        for (const part of readout.parts) {
          const own = (values: Float32Array) =>
            values.subarray(row * readout.cells + part.first, row * readout.cells + part.first + part.cells);
          const [said, asked] = [own(out.view), own(batch.codes!.targets.view)];
          const { loss } =
            part.loss === "sigmoid"
              ? plainSigmoidCrossEntropy(said, asked, 0.01)
              : plainSoftmaxCrossEntropy(said, asked, 1);
          all += part.weight * loss;
          unweighted += loss;
          if (part.name === "head" && part.quantity === "head") {
            headingError += angleBetween(
              decodeHeading(part.code.means.view, said),
              batch.headings!.view[row]!,
            );
          }
        }
      }
      return { loss: all / samples, unweighted: unweighted / samples, headingError: headingError / samples };
    }

    const pass = experiment.openPass(weights);
    const others = allocateArrays(engine, layout, "other gradients");
    const random = testRandom(3);
    for (const name of namesOf(layout)) {
      const { view, length } = weights[name]!;
      const before = view.slice();
      const direction = randomFloats(random, length);
      const far = (1e-3 * Math.max(1, Math.hypot(...before))) / Math.hypot(...direction);
      const lossAt = (sign: number) => {
        view.set(before.map((value, i) => value + sign * far * direction[i]!));
        return pass.run(0, others).loss;
      };
      const slope = (lossAt(1) - lossAt(-1)) / (2 * far);
      view.set(before);
      const gradient = gradients[name]!.view;
      const along = direction.reduce((sum, value, i) => sum + value * gradient[i]!, 0);
      const size = Math.hypot(...gradient) * Math.hypot(...direction);
      expect({ name, far: Math.abs(slope - along) / size > 1e-2 }).toEqual({ name, far: false });
      expect(size).toBeGreaterThan(0);
    }
  });

  test("has the same bits for any number of workers", () => {
    const [one, three] = engines.map((each) => {
      const experiment = open(each, asked);
      const gradients = allocateArrays(each, experiment.layout, "gradients");
      const { loss, measured } = experiment.openPass(experiment.initialize()).run(0, gradients);
      return { loss, measured, all: mapNames(gradients, (name) => gradients[name]!.toArray()) };
    });
    expect(one!).toEqual(three!);
  });

  test("takes the memory that it says, and at most 10 % more", async () => {
    await withTinyEngine(2, async (fresh) => {
      const before = fresh.memory.used;
      const train = { batchSize: 100, sequenceLength: 20 };
      const settings = tinyConfig(
        train,
        { kind: asked.kind, units },
        { ...codes[asked.code], placeCells: 200 },
      );
      const experiment = pathIntegration.open(fresh, settings);
      openHybridTrainer(fresh, experiment, freshState(fresh, experiment)).step(0);
      const needs = trainingNeeds(experiment, "hybrid", 2).reduce((sum, { bytes }) => sum + bytes, 0);
      const taken = (fresh.memory.peak - before) / needs;
      // Room for lists of active units is counted where products may be over lists; few units have short ones.
      expect({ taken, good: taken > 0.6 && taken < 1.1 }).toMatchObject({ good: true });
    });
  });
});
