/** Each stream of random numbers has a seed of its own, and changes nothing else. */
import { afterAll, expect, test } from "bun:test";
import { openEngine } from "../../../../src/engine/engine.ts";
import { pathIntegration } from "../../../../src/tasks/path-integration/path-integration.ts";
import { freshState, tinyConfig } from "../../../support/tiny-training.ts";

const engine = await openEngine({ workers: 2, blas: "wasm" });
afterAll(() => engine.close());

type Changes = Readonly<Record<string, unknown>>;

const model = {
  ...{ kind: "gru", input: "egocentric", bottleneck: 8, keepProbability: 0.5, velocityNoise: 0.1 },
};
const code = { headCells: 6, headMeans: "random", targets: "sample", centres: "random" };

/** What of an experiment is random, by the seed that decides it. */
function randomness(train: Changes = {}, places: Changes = {}) {
  const experiment = pathIntegration.open(engine, tinyConfig(train, model, { ...code, ...places }));
  const batch = experiment.batch(2);
  const { position, velocity, codes } = batch;
  const hash = (arrays: readonly { toArray(): Float32Array }[]) =>
    Bun.hash(new Uint8Array(Buffer.concat(arrays.map((array) => Buffer.from(array.toArray().buffer)))));
  return {
    data: hash([position, velocity]),
    drawn: hash([codes!.targets]),
    weights: hash(Object.values(experiment.initialize())),
    dropout: hash([experiment.network.dropout!.factors(engine, batch)!]),
    cells: [...experiment.constants.values()].map(({ data }) =>
      Bun.hash(Uint8Array.from(Buffer.from(data.buffer))),
    ),
  };
}

const plain = randomness();
const same = (train: Changes, places?: Changes) => {
  const other = randomness(train, places);
  return (Object.keys(plain) as (keyof typeof plain)[]).filter((key) =>
    Bun.deepEquals(plain[key], other[key]),
  );
};

test("a seed of a stream that is that of all is the same as none", () => {
  expect(same({ dataSeed: 5, weightSeed: 5, dropoutSeed: 5 }, { centresSeed: 5 })).toHaveLength(5);
});

test("each seed changes its own part only, and what is drawn of it", () => {
  expect(same({ dataSeed: 6 })).toEqual(["weights", "dropout", "cells"]);
  expect(same({ weightSeed: 6 })).toEqual(["data", "drawn", "dropout", "cells"]);
  expect(same({ dropoutSeed: 6 })).toEqual(["data", "drawn", "weights", "cells"]);
  expect(same({}, { centresSeed: 6 })).toEqual(["data", "weights", "dropout"]);
});

test("the same seeds give the same first step to the bit, another dropout another", () => {
  const loss = (train: Changes) => {
    const experiment = pathIntegration.open(engine, tinyConfig(train, model, code));
    const { weights } = freshState(engine, experiment);
    return experiment.openPass(weights).run(0, experiment.initialize());
  };
  const seeds = { dataSeed: 1, weightSeed: 2, dropoutSeed: 3 };
  expect(loss(seeds)).toEqual(loss(seeds));
  expect(loss({ ...seeds, dropoutSeed: 4 }).loss).not.toBe(loss(seeds).loss);
});
