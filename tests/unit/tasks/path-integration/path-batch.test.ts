/** What a network is told of its motion and asked for, along the trajectories of a step. */
import { afterAll, expect, test } from "bun:test";
import { openEngine } from "../../../../src/engine/engine.ts";
import { allocateArrays } from "../../../../src/networks/layout.ts";
import { pathActivity, portionNeeds } from "../../../../src/tasks/path-integration/activity.ts";
import { observedBatch } from "../../../../src/tasks/path-integration/path-batch.ts";
import { pathIntegration } from "../../../../src/tasks/path-integration/path-integration.ts";
import { trainingBatch, trainingSource } from "../../../../src/tasks/path-integration/training-batch.ts";
import { tinyConfig, withTinyEngine } from "../../../support/tiny-training.ts";
import { userErrorOf } from "../../../support/user-error.ts";

const engine = await openEngine({ workers: 2, blas: "wasm" });
afterAll(() => engine.close());

const train = { batchSize: 50, sequenceLength: 6 };
const samples = train.batchSize * train.sequenceLength;
const ego = { kind: "gru", input: "egocentric" };
type Changes = Readonly<Record<string, unknown>>;
const open = (model: Changes = ego, code: Changes = { headCells: 12 }, more: Changes = {}) =>
  pathIntegration.open(engine, tinyConfig({ ...train, ...more }, model, code));

const told = (model: Changes, step = 3) => open(model).batch(step).velocity.toArray();

test("an egocentric input moves the rat along its heading, then turns it: the path can be rebuilt", () => {
  const experiment = open();
  const { position, start, headings, velocity } = experiment.batch(0);
  const { startHeading, heading } = trainingBatch(engine, experiment.settings, 0);
  expect([...velocity.shape]).toEqual([6, 50, 3]);
  expect(startHeading.length).toBe(50);
  const { dt } = experiment.settings.world;
  for (let b = 0; b < train.batchSize; b++) {
    let [x, y, h] = [start.view[2 * b]!, start.view[2 * b + 1]!, heading.view[b]!];
    for (let t = 0; t < train.sequenceLength; t++) {
      const at = t * train.batchSize + b;
      const [speed, cosine, sine] = velocity.view.subarray(3 * at, 3 * at + 3) as unknown as [
        number,
        number,
        number,
      ];
      x += speed * dt * Math.cos(h);
      y += speed * dt * Math.sin(h);
      h += Math.atan2(sine, cosine);
      expect(Math.hypot(x - position.view[2 * at]!, y - position.view[2 * at + 1]!)).toBeLessThan(1e-6);
      expect(Math.cos(h - headings!.view[at]!)).toBeCloseTo(1, 10);
    }
  }
});

test("only the speed has a unit and a scale", () => {
  const plain = told(ego);
  const scaled = told({ ...ego, velocityUnit: "metresPerStep", velocityScale: 3 });
  plain.forEach((value, i) => {
    expect(scaled[i]).toBeCloseTo(i % 3 === 0 ? value * 3 * 0.02 : value, 6);
  });
});

test("trajectories are the same whether one step more is simulated or not", () => {
  const [plain, longer] = [{ headCells: 0 }, { headCells: 12 }].map((code) => {
    const { position, velocity, start, codes } = open({ kind: "gru" }, code).batch(2);
    return { codes, arrays: [position, velocity, start].map((array) => array.toArray()) };
  });
  expect(plain!.arrays).toEqual(longer!.arrays);
  expect(plain!.codes).toBeUndefined();
  expect([...longer!.codes!.targets.shape]).toEqual([6, 50, 44]);
});

test("noise has the deviation that is set, for each input, in the unit of what the network hears", () => {
  const noisy = told({ ...ego, velocityNoise: "0.5, 0.1, 0" });
  const plain = told(ego);
  for (const [input, deviation] of [0.5, 0.1, 0].entries()) {
    const differences = Array.from(
      { length: samples },
      (_, i) => noisy[3 * i + input]! - plain[3 * i + input]!,
    );
    const mean = differences.reduce((sum, one) => sum + one, 0) / samples;
    const square = differences.reduce((sum, one) => sum + one * one, 0) / samples;
    expect(Math.abs(mean)).toBeLessThanOrEqual((4 * deviation) / Math.sqrt(samples));
    expect(Math.abs(Math.sqrt(square) - deviation)).toBeLessThanOrEqual(
      (4 * deviation) / Math.sqrt(2 * samples),
    );
  }
  // A network of plain velocities multiplies them by 0.02 * 2 itself.
  const velocity = { kind: "gru", velocityUnit: "metresPerStep", velocityScale: 2 };
  const still = told(velocity);
  const moved = told({ ...velocity, velocityNoise: 0.3 }).map((value, i) => 0.04 * (value - still[i]!));
  const square = moved.reduce((sum, one) => sum + one * one, 0) / moved.length;
  expect(Math.abs(Math.sqrt(square) - 0.3)).toBeLessThan((4 * 0.3) / Math.sqrt(2 * moved.length));
});

test("noise and drawn cells go with the trajectory, in whatever batch it stands", () => {
  const model = { ...ego, velocityNoise: 0.2 };
  const code = { headCells: 6, targets: "sample" };
  // Number 50 of the stream begins the second batch of 50, and the sixth of 10.
  const large = open(model, code).batch(1);
  const small = open(model, code, { batchSize: 10 }).batch(5);
  for (let t = 0; t < train.sequenceLength; t++) {
    const row = (of: typeof large, batch: number, width: number, array: "velocity" | "targets") =>
      [...(array === "velocity" ? of.velocity : of.codes!.targets).view].slice(
        t * batch * width,
        t * batch * width + 10 * width,
      );
    expect(row(small, 10, 3, "velocity")).toEqual(row(large, 50, 3, "velocity"));
    expect(row(small, 10, 38, "targets")).toEqual(row(large, 50, 38, "targets"));
  }
});

test("where a network is looked at there is no noise, unless it is to stay", () => {
  const activities = (model: Changes) => {
    const experiment = open({ ...ego, ...model });
    const source = pathActivity(engine, experiment, experiment.initialize());
    const request = { seed: 1, trajectories: 4, steps: 5 };
    let found: number[] = [];
    source.read(request, source.portions(request)[0]!, (portion) => {
      found = [...engine.memory.floats(portion.activities, portion.samples * source.units)];
    });
    return found;
  };
  const plain = activities({});
  expect(activities({ velocityNoise: 0.5 })).toEqual(plain);
  expect(activities({ velocityNoise: 0.5, noiseInEvaluation: true })).not.toEqual(plain);
  const conditions = (model: Changes) => {
    const experiment = open({ ...ego, ...model });
    return pathActivity(engine, experiment, experiment.initialize()).conditions.map(({ text }) => text);
  };
  expect(conditions({ velocityNoise: 0.5 })).toEqual([]);
  expect(conditions({ velocityNoise: "0.5, 0, 0", noiseInEvaluation: true })).toEqual([
    "noise of 0.5, 0, 0 on what it is told, as in training",
  ]);
});

test("a batch to look at has the starts of one to learn from, no targets, and cannot be learned from", () => {
  const experiment = open(ego, { headCells: 6, targets: "sample" });
  const { settings, readout, network, decay, layout } = experiment;
  const paths = trainingBatch(engine, settings, 1);
  const source = trainingSource(settings, 1);
  const options = { noisy: true, dropout: undefined };
  const seen = observedBatch(engine, settings, readout, paths, source, options);
  expect(seen.codes!.targets).toBeUndefined();
  expect(seen.codes!.start.toArray()).toEqual(experiment.batch(1).codes!.start.toArray());
  const weights = experiment.initialize();
  const gradients = allocateArrays(engine, layout, "gradients");
  const learning = () => network.openPass(engine)(weights, readout, seen, gradients, decay);
  expect(learning).toThrow("without targets");
});

test("a source says how headings are read, and whither the rat turns", () => {
  const experiment = open(ego, { headCells: 12, morePlaces: "5:0.2" });
  const weights = experiment.initialize();
  const source = pathActivity(engine, experiment, weights);
  expect(source.headings!.first).toBe(37);
  expect([...source.headings!.means].map((mean) => mean.toFixed(4)).slice(0, 2)).toEqual([
    "-3.1416",
    "-2.6180",
  ]);
  expect(source.publishedPaths).toBe(false);
  const request = { seed: 1, trajectories: 3, steps: 4 };
  source.read(request, source.portions(request)[0]!, ({ heading, headingAfter }) => {
    expect([...heading!.view.subarray(3)]).toEqual([...headingAfter!.view.subarray(0, 9)]);
  });
  const plain = open({ kind: "gru" }, { headCells: 0 });
  const places = pathActivity(engine, plain, plain.initialize());
  expect(places.headings).toBeUndefined();
  expect(places.publishedPaths).toBe(true);
});

test("noise for another number of inputs is refused", () => {
  expect(userErrorOf(() => open({ kind: "gru", velocityNoise: "0.1, 0, 0" }))).toBe(
    'model.velocityNoise is "0.1, 0, 0", the network is told 2 numbers a step | give one number, or 2',
  );
});

test("to look along paths takes the memory that is said, and at most 10 % more", async () => {
  await withTinyEngine(2, async (fresh) => {
    const code = { headCells: 12, morePlaces: "300:0.2" };
    const experiment = pathIntegration.open(fresh, tinyConfig(train, ego, code));
    const weights = experiment.initialize();
    const source = pathActivity(fresh, experiment, weights);
    const request = { seed: 1, trajectories: 150, steps: 60 };
    const needs = portionNeeds(fresh, experiment, source.tap, request, 150);
    const before = fresh.memory.used;
    source.read(request, source.portions(request)[0]!, () => {});
    const said = needs
      .filter(({ label }) => label !== "samples by bin")
      .reduce((sum, { bytes }) => sum + bytes, 0);
    const taken = (fresh.memory.peak - before) / said;
    expect({ taken, good: taken > 0.75 && taken < 1.1 }).toMatchObject({ good: true });
  });
});
