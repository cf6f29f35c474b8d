/** Two agents in one box: what a network is told and asked, how it is read, and whose place its activity goes with. */
import { afterAll, describe, expect, test } from "bun:test";
import { decodePaths } from "../../../../src/analyse/decode-paths.ts";
import { observe } from "../../../../src/analyse/observe.ts";
import { encode } from "../../../../src/code/place-code.ts";
import { openEngine } from "../../../../src/engine/engine.ts";
import { openCpuDevice } from "../../../../src/engine/tfjs/cpu-device.ts";
import * as tf from "../../../../src/engine/tfjs/tf.ts";
import { allocateArrays } from "../../../../src/networks/layout.ts";
import { uploadArrays } from "../../../../src/networks/tensors.ts";
import type { ActivitySource } from "../../../../src/tasks/activity-source.ts";
import { pathActivity } from "../../../../src/tasks/path-integration/activity.ts";
import { pathNetworks } from "../../../../src/tasks/path-integration/networks.ts";
import { pathIntegration } from "../../../../src/tasks/path-integration/path-integration.ts";
import { openHybridTrainer } from "../../../../src/train/hybrid-trainer.ts";
import { trainingNeeds } from "../../../../src/train/memory-needs.ts";
import { freshState, tinyConfig, withTinyEngine } from "../../../support/tiny-training.ts";
import { userErrorOf } from "../../../support/user-error.ts";

const engines = await Promise.all([1, 3].map((workers) => openEngine({ workers, blas: "wasm" })));
const [engine] = engines as [(typeof engines)[0]];
afterAll(() => {
  for (const each of engines) each.close();
});

type Changes = Readonly<Record<string, unknown>>;
const two = { agents: 2, topK: 6 };
const train = { batchSize: 10, sequenceLength: 6 };
const config = (model: Changes = {}, code: Changes = {}, more: Changes = {}) =>
  tinyConfig({ ...train, ...more }, model, { ...two, ...code });
const open = (model: Changes = {}, code: Changes = {}, more: Changes = {}, where = engine) =>
  pathIntegration.open(where, config(model, code, more));

describe("a batch of two agents", () => {
  const batch = open().batch(2);
  const alone = pathIntegration.open(engine, tinyConfig(train)).batch(2);

  test("has the velocities of both, the first agent's path being that of one agent", () => {
    expect([...batch.velocity.shape]).toEqual([6, 10, 4]);
    for (let i = 0; i < 60; i++) {
      expect([...batch.velocity.view.subarray(4 * i, 4 * i + 2)]).toEqual([
        ...alone.velocity.view.subarray(2 * i, 2 * i + 2),
      ]);
    }
    expect(batch.position.toArray()).toEqual(alone.position.toArray());
    expect(batch.otherPosition!.toArray()).not.toEqual(alone.position.toArray());
  });

  test("the second agent's path is where its velocities lead", () => {
    const other = batch.otherPosition!.view;
    for (let at = 20; at < other.length; at++) {
      const velocity = batch.velocity.view[4 * (at >> 1) + 2 + (at & 1)]!;
      expect(other[at]! - other[at - 20]!).toBeCloseTo(0.02 * velocity, 6);
    }
  });

  test("asks for the sum of both codes: rows sum to 2", () => {
    const experiment = open();
    const { codes, position, otherPosition } = experiment.batch(2);
    const code = (at: typeof position) => {
      const out = engine.memory.allocate("float32", [60, 32], "code");
      encode(engine, experiment.readout.code, at, out);
      return out.view;
    };
    const [one, other] = [code(position), code(otherPosition!)];
    codes!.targets.view.forEach((value, i) => {
      expect(value).toBe(Math.fround(one[i]! + other[i]!));
    });
    for (const rows of [codes!.targets, codes!.start]) {
      for (let row = 0; row < rows.length; row += 32) {
        const sum = rows.view.subarray(row, row + 32).reduce((all, value) => all + value, 0);
        expect(sum).toBeCloseTo(2, 5);
      }
    }
  });

  test("has the same trajectories in whatever batch they stand", () => {
    const small = open({}, {}, { batchSize: 5 }).batch(4);
    for (let t = 0; t < 6; t++) {
      expect([...small.velocity.view.subarray(t * 20, t * 20 + 20)]).toEqual([
        ...batch.velocity.view.subarray(t * 40, t * 40 + 20),
      ]);
    }
  });
});

test("the loss begins at twice the logarithm of the cells, with the decay of the published size at 12.4780", () => {
  const model = { kind: "rnn", units: 4096, activation: "relu", weights: "torch" };
  const code = { placeCells: 512, width: 0.12 };
  const plain = { encoderGain: 1, inputGain: 1, decoderGain: 1, recurrentIdentity: 0 };
  const more = { batchSize: 4, sequenceLength: 2, weightDecay: 1e-6 };
  const experiment = open({ ...model, ...plain, velocityUnit: "metresPerStep" }, code, more);
  const gradients = allocateArrays(engine, experiment.layout, "gradients");
  const { loss } = experiment.openPass(experiment.initialize()).run(0, gradients);
  // Logits that are not all 0 cost a little.
  expect(Math.abs(loss - (2 * Math.log(512) + (1e-6 * 4096) / 3))).toBeLessThan(2e-4);
  expect(loss.toFixed(3)).toBe("12.478");
});

describe.each(pathNetworks.map(({ kind }) => ({ kind })))(
  "a network of two agents of the kind $kind",
  ({ kind }) => {
    const model = { kind, units: 24, bottleneck: 12, keepProbability: 0.5 };

    test("has the same bits for any number of workers", () => {
      const [one, three] = engines.map((where) => {
        const experiment = open(model, {}, { batchSize: 37 }, where);
        const gradients = allocateArrays(where, experiment.layout, "gradients");
        const result = experiment.openPass(freshState(where, experiment).weights).run(1, gradients);
        return { result, gradients: Object.values(gradients).map((array) => array.toArray()) };
      });
      expect(three).toEqual(one!);
      expect(one!.result.measured.bothErrorCm).toBeGreaterThan(0);
    });

    test("agrees with its twin on loss and errors", async () => {
      const experiment = open(model);
      const weights = experiment.initialize();
      const gradients = allocateArrays(engine, experiment.layout, "gradients");
      const ours = experiment.openPass(weights).run(0, gradients);
      const device = openCpuDevice();
      device.use();
      const tensors = uploadArrays(weights);
      const twin = await (await experiment.openTensorPass(device)).run(0, tensors);
      expect(Math.abs(ours.loss / twin.loss - 1)).toBeLessThan(1e-6);
      expect(ours.gradientNorm / twin.gradientNorm).toBeCloseTo(1, 5);
      // Logits that are equal but for rounding may change places.
      expect(Math.abs(ours.measured.decodeErrorCm! - twin.measured.decodeErrorCm!)).toBeLessThan(2);
      expect(Math.abs(ours.measured.bothErrorCm! - twin.measured.bothErrorCm!)).toBeLessThan(4);
      tf.dispose([{ ...tensors }, { ...twin.gradients }]);
      device.close();
    });
  },
);

test("a step takes the memory that it says, to 10 %, where codes are most of it", async () => {
  await withTinyEngine(2, async (fresh) => {
    const settings = config(
      { kind: "gru" },
      { placeCells: 512, width: 0.12 },
      { batchSize: 50, sequenceLength: 20 },
    );
    const experiment = pathIntegration.open(fresh, settings);
    const before = fresh.memory.used;
    openHybridTrainer(fresh, experiment, freshState(fresh, experiment)).step(0);
    const needs = trainingNeeds(experiment, "hybrid", 2).reduce((sum, { bytes }) => sum + bytes, 0);
    const taken = (fresh.memory.peak - before) / needs;
    expect(taken).toBeGreaterThan(0.9);
    expect(taken).toBeLessThan(1.1);
  });
});

describe("looking at a network of two agents", () => {
  const experiment = open({ kind: "gru" });
  const weights = experiment.initialize();
  const look = (of?: string) => pathActivity(engine, experiment, weights, { of });
  const request = { seed: 3, trajectories: 9, steps: 7 };
  const seen = (source: ActivitySource) => {
    let found: Record<string, number[]> = {};
    source.read(request, source.portions(request)[0]!, (portion) => {
      found = {
        activity: [...engine.memory.floats(portion.activities, portion.samples * source.units)],
        position: [...portion.position.view],
        velocity: [...portion.velocity!.view],
      };
    });
    return found;
  };

  test("the same activity goes with the place of either, or with one seen from the other", () => {
    const [self, other, relative] = ["self", "other", "relative"].map((of) => seen(look(of)));
    expect(other!.activity).toEqual(self!.activity!);
    expect(relative!.activity).toEqual(self!.activity!);
    expect(seen(look())).toEqual(self!);
    for (const what of ["position", "velocity"]) {
      self![what]!.forEach((value, i) => {
        expect(relative![what]![i]).toBe(Math.fround(value - other![what]![i]!));
      });
    }
    expect(look("relative").arena).toEqual({ width: 4.4, height: 4.4, periodic: false });
    expect(look("other").arena).toEqual({ width: 2.2, height: 2.2, periodic: false });
    expect(look("other").conditions).toEqual([
      { name: "of", value: "other", text: "place of the second agent" },
    ]);
    expect(look().conditions).toEqual([]);
  });

  test("of the first alone, the activity is that of a network that is told nothing of the second", () => {
    const alone = seen(look("alone"));
    expect(alone.position).toEqual(seen(look()).position!);
    expect(alone.activity).not.toEqual(seen(look()).activity!);
    // The weights of its velocity do not matter.
    const deaf = experiment.initialize();
    const { view, shape } = deaf.input!;
    view.fill(7, 2 * shape[1]!);
    expect(seen(pathActivity(engine, experiment, deaf, { of: "alone" }))).toEqual(alone);
    expect(look("alone").metrics).toEqual([]);
  });

  test("the errors of both places are those that are measured", () => {
    const [self, other] = ["self", "other"].map((of) => decodePaths(engine, look(of), request));
    const { measured } = observe(engine, look(), { ...request, bins: 5 });
    expect((self!.errorCm + other!.errorCm) / 2).toBeCloseTo(measured.decodeErrorCm!, 4);
    expect(self!.bothErrorCm).toBeCloseTo(measured.bothErrorCm!, 4);
    expect(other!.bothErrorCm).toBe(self!.bothErrorCm);
    expect(self!.position).not.toEqual(other!.position);
  });

  test("what is not told is refused", () => {
    const plain = pathIntegration.open(engine, tinyConfig());
    expect(userErrorOf(() => pathActivity(engine, plain, plain.initialize(), { of: "other" }))).toBe(
      "this network tells of one agent | leave out --of: it is for networks of two",
    );
    expect(userErrorOf(() => look("both"))).toBe(
      "--of both is none of the places there are | self, other, relative, alone",
    );
    expect(userErrorOf(() => decodePaths(engine, look("relative"), request))).toBe(
      "no place can be read out with --of relative | use --of self or other",
    );
    const asked = "two places are told apart by clusters of the best cells of a network";
    expect(userErrorOf(() => decodePaths(engine, look(), request, { by: 3 }))).toBe(
      `${asked} | leave out --by`,
    );
    expect(userErrorOf(() => decodePaths(engine, look(), request, { ofCode: true }))).toBe(
      `${asked} | leave out --encoded`,
    );
    expect(look().publishedPaths).toBe(false);
  });
});

describe("what cannot hold for two agents is refused", () => {
  const refused: readonly [what: string, code: Changes, message: string][] = [
    ["head directions", { headCells: 12 }, "code.headCells"],
    ["further places", { morePlaces: "8:0.3" }, "code.morePlaces"],
    ["one cell", { topK: 1 }, "code.topK"],
    ["eleven cells", { topK: 11 }, "code.topK"],
    ["drawn cells", { targets: "sample" }, "code.targets"],
    ["drawn starts", { starts: "voronoi" }, "code.starts"],
  ];
  test.each(refused)("%s", (_, code, key) => {
    expect(userErrorOf(() => config({}, code))).toContain(`${key} `);
    expect(userErrorOf(() => config({}, code))).toContain("when code.agents is 2");
  });

  test("speeds and turns, files, a seam, three agents", () => {
    expect(userErrorOf(() => open({ input: "egocentric" }))).toBe(
      "model.input=egocentric does not go with code.agents=2: the network is told the velocities of both | set it to velocity",
    );
    expect(userErrorOf(() => open({}, {}, { data: "walks" }))).toBe(
      "train.data does not go with code.agents=2: files have one agent a trajectory | leave out train.data",
    );
    const settings = config();
    const periodic = { ...settings, world: { ...settings.world, periodic: true } };
    expect(userErrorOf(() => pathIntegration.open(engine, periodic))).toBe(
      "world.periodic=true does not go with code.agents=2: clusters across a seam are not told apart | set it to false",
    );
    expect(userErrorOf(() => config({}, { agents: 3 }))).toContain("it must be 1 or 2");
  });
});
