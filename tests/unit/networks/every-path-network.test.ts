/** What every network of path integration must do, those that are still to come too. */
import { afterAll, describe, expect, test } from "bun:test";
import { decode } from "../../../src/code/place-code.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { allocateArrays, mapNames, namesOf } from "../../../src/networks/layout.ts";
import { silenceUnits } from "../../../src/networks/silence-units.ts";
import type { PathExperiment } from "../../../src/tasks/path-integration/experiment.ts";
import { pathIntegration } from "../../../src/tasks/path-integration/path-integration.ts";
import { trainingBatch } from "../../../src/tasks/path-integration/training-batch.ts";
import { type NetworkVariant, networkVariants } from "../../support/network-variants.ts";
import { randomFloats, testRandom } from "../../support/reference/random.ts";
import { tinyConfig } from "../../support/tiny-training.ts";

const engines = await Promise.all([1, 3].map((workers) => openEngine({ workers, blas: "wasm" })));
const [engine] = engines as [(typeof engines)[0], (typeof engines)[0]];
afterAll(() => {
  for (const each of engines) each.close();
});

// Odd sizes on purpose: no dimension fills whole SIMD lanes or register tiles.
const odd = { batchSize: 7, sequenceLength: 4, weightDecay: 1e-3 };
const open = (where: typeof engine, model: NetworkVariant["model"], units = 13): PathExperiment =>
  pathIntegration.open(where, tinyConfig(odd, model(units)));

describe.each(networkVariants())("a network of the kind $kind, $variant", ({ model }) => {
  test("its gradients are those of finite differences", () => {
    const experiment = open(engine, model);
    const { layout } = experiment;
    const weights = experiment.initialize();
    const pass = experiment.openPass(weights);
    const gradients = allocateArrays(engine, layout, "gradients");
    const others = allocateArrays(engine, layout, "other gradients");
    pass.run(0, gradients);
    const random = testRandom(3);
    for (const name of namesOf(layout)) {
      const { view, length } = weights[name]!;
      const before = view.slice();
      const direction = randomFloats(random, length);
      // So far that the loss changes by more than the rounding of float32; where a ReLU comes on, the loss has a kink.
      const reach = 1e-3 * Math.max(1, Math.hypot(...before));
      const far = reach / Math.hypot(...direction);
      const lossAt = (sign: number) => {
        view.set(before.map((value, i) => value + sign * far * direction[i]!));
        return pass.run(0, others).loss;
      };
      const slope = (lossAt(1) - lossAt(-1)) / (2 * far);
      view.set(before);
      const gradient = gradients[name]!.view;
      const expected = direction.reduce((sum, value, i) => sum + value * gradient[i]!, 0);
      const size = Math.hypot(...gradient) * Math.hypot(...direction);
      expect({ name, far: Math.abs(slope - expected) / size > 1e-2 }).toEqual({ name, far: false });
      expect(size).toBeGreaterThan(0);
    }
  });

  test("the bits of its gradients are the same for any number of workers", () => {
    const [one, three] = engines.map((each) => {
      // Enough trajectories that blocks are cut otherwise.
      const experiment = pathIntegration.open(each, tinyConfig({ ...odd, batchSize: 29 }, model(37)));
      const gradients = allocateArrays(each, experiment.layout, "gradients");
      experiment.openPass(experiment.initialize()).run(0, gradients);
      return mapNames(gradients, (name) => gradients[name]!.toArray());
    });
    expect(one!).toEqual(three!);
  });

  test("each tap hands over what it says; the decoder reads the first", () => {
    const { network, readout, settings, initialize } = open(engine, model);
    const weights = initialize();
    const { memory } = engine;
    const batch = trainingBatch(engine, settings, 0);
    const samples = odd.batchSize * odd.sequenceLength;
    const handedOver = network.taps.map(({ name, units }) => {
      const request = { tap: name, decoding: true };
      const { activities, decodeError } = network.rollOut(engine, weights, readout, batch, request);
      const values = memory.floats(activities, samples * units).slice();
      expect(values.every(Number.isFinite)).toBe(true);
      expect(decodeError).toBeGreaterThan(0);
      return { activities, decodeError, values: values.join() };
    });
    expect(new Set(handedOver.map(({ values }) => values)).size).toBe(network.taps.length);
    expect(new Set(handedOver.map(({ decodeError }) => decodeError)).size).toBe(1);
    const { cells } = readout.code;
    const logits = memory.allocate("float32", [samples, cells], "logits");
    network.logits(engine, weights, handedOver[0]!.activities, samples, logits.pointer);
    const distances = memory.zeros("float64", samples, "distances");
    const decoded = memory.allocate("float32", [samples, 2], "decoded positions");
    decode(engine, readout.code, logits, decoded, readout.topK);
    const { pointer } = batch.position;
    engine.kernels.addDistances(decoded.pointer, pointer, samples, 0, 0, distances.pointer);
    const mean = distances.view.reduce((sum, value) => sum + value, 0) / samples;
    expect(mean).toBeCloseTo(handedOver[0]!.decodeError, 12);
  });

  test("silenced units are exactly 0 at every step, and nothing else of the first is", () => {
    const { network, readout, settings, initialize, layout } = open(engine, model);
    const weights = initialize();
    for (const { view } of Object.values(weights)) for (let i = 0; i < view.length; i++) view[i]! += 0.01;
    const batch = trainingBatch(engine, settings, 0);
    const samples = odd.batchSize * odd.sequenceLength;
    const whole = mapNames(weights, (name) => weights[name]!.toArray());
    for (const { name, units, size } of network.taps.filter((tap) => tap.size !== undefined)) {
      for (const [array, values] of Object.entries(whole)) weights[array]!.view.set(values);
      const look = () => {
        const request = { tap: name, decoding: true };
        const { activities, decodeError } = network.rollOut(engine, weights, readout, batch, request);
        return { decodeError, values: engine.memory.floats(activities, samples * units).slice() };
      };
      const before = look();
      const axis = { size: size!, count: units };
      silenceUnits(weights, layout, [], axis);
      expect(look()).toEqual(before);
      const silent = [0, 5, units - 1];
      silenceUnits(weights, layout, silent, axis);
      const after = look();
      const active = new Set<number>();
      after.values.forEach((value, i) => {
        if (value !== 0) active.add(i % units);
      });
      const others = [...Array(units).keys()].filter((unit) => !silent.includes(unit));
      expect([...active].sort((a, b) => a - b)).toEqual(others);
      expect(after.decodeError).not.toBe(before.decodeError);
      expect(() => silenceUnits(weights, layout, [units], axis)).toThrow(
        `there is no unit ${units} among ${units}`,
      );
    }
  });
});
