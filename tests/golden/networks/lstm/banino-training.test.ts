/**
 * Five training steps of Banino's network in Sonnet's and TensorFlow's conventions: loss, bottleneck, gradients, and the weights after
 * gradients clipped by value and RMSProp.
 */
import { afterAll, expect, test } from "bun:test";
import type { PathCode, PlacePart } from "../../../../src/code/path-code.ts";
import { givenCentres } from "../../../../src/code/place-centres.ts";
import { openPlaceCode } from "../../../../src/code/place-code.ts";
import { type Engine, openEngine } from "../../../../src/engine/engine.ts";
import { findBlas } from "../../../../src/engine/find-blas.ts";
import { decayOfRecurrent } from "../../../../src/networks/decay.ts";
import { allocateArrays, namesOf } from "../../../../src/networks/layout.ts";
import { lstm } from "../../../../src/networks/lstm/lstm.ts";
import type { LstmWeightName } from "../../../../src/networks/lstm/path-lstm.ts";
import { lstmSettings } from "../../../../src/networks/lstm/settings.ts";
import { readoutOf } from "../../../../src/networks/path-network.ts";
import { newState, plainSizes } from "../../../../src/train/optimizers/optimizer.ts";
import { rmspropTf } from "../../../../src/train/optimizers/rmsprop-tf.ts";
import { defaultArena } from "../../../../src/world/arena.ts";

import { golden } from "../../../support/golden.ts";
import { randomFloats, testRandom } from "../../../support/reference/random.ts";
import { relativeDistance } from "../../../support/relative-distance.ts";

const engines = [await openEngine({ workers: 2, blas: "wasm" })];
if (findBlas()) engines.push(await openEngine({ workers: 2, blas: "native" }));
afterAll(() => {
  for (const engine of engines) engine.close();
});

const data = golden("banino_lstm.npz");
const [count, batch, steps, inputs] = data.shape("ego_velocity") as [number, number, number, number];
const [places, headings] = [data.shape("target_place")[3]!, data.shape("target_hd")[3]!];
const cells = places + headings;
const [units, bottleneck] = data.shape("init.bottleneck.w") as [number, number];
/** Of the published code; the file does not say. */
const valueClip = 1e-5;

const settings = lstmSettings.parse({
  ...{ units, bottleneck, input: "egocentric", forgetBias: 1, biases: "one" },
  ...{ encoderBias: true, decoderBias: true, weights: "sonnet" },
});

/** The file has trajectories [B, T, width]; ours are [T, B, width]. */
const timeMajor = (values: Float64Array, width: number) =>
  values.map((_, i) => {
    const [sample, column] = [Math.floor(i / width), i % width];
    return values[((sample % batch) * steps + Math.floor(sample / batch)) * width + column]!;
  });

/** Rows of the left matrix, each followed by that of the right one. */
function beside(left: ArrayLike<number>, width: number, right: ArrayLike<number>, other: number) {
  const all = width + other;
  return Float64Array.from({ length: left.length + right.length }, (_, i) => {
    const [row, column] = [Math.floor(i / all), i % all];
    return column < width ? left[row * width + column]! : right[row * other + column - width]!;
  });
}

/** Our columns are i, f, candidate, o; the file's i, candidate, f, o. */
const gatesInOrder = (rows: Float64Array) =>
  Float64Array.from(rows, (_, i) => {
    const [column, gate] = [i % (4 * units), Math.floor((i % (4 * units)) / units)];
    return rows[i - column + [0, 2, 1, 3][gate]! * units + (column % units)]!;
  });

/** The arrays of the file that stand under one prefix, [in, out] as it has them, by our names. */
function arraysOf(prefix: "init" | "grad0" | "final"): Partial<Record<LstmWeightName, Float64Array>> {
  const stored = (name: string) => data.numbers(`${prefix}.${name}`);
  const ofGates = gatesInOrder(stored("lstm.w"));
  return {
    encoder: stored("state_init.w"),
    encoderBias: stored("state_init.b"),
    cellEncoder: stored("cell_init.w"),
    cellEncoderBias: stored("cell_init.b"),
    input: ofGates.subarray(0, inputs * 4 * units),
    recurrent: ofGates.subarray(inputs * 4 * units),
    inputBias: gatesInOrder(stored("lstm.b")),
    bottleneck: stored("bottleneck.w"),
    decoder: beside(stored("pc_logits.w"), places, stored("hd_logits.w"), headings),
    decoderBias: beside(stored("pc_logits.b"), places, stored("hd_logits.b"), headings),
  };
}

/** Two ensembles whose codes are given: of each only the columns matter. */
function readoutOfTwo(engine: Engine) {
  const part = (name: string, first: number, ofPart: number): PlacePart => ({
    ...{ name, quantity: "place", first, cells: ofPart, weight: 1, targets: "softmax" },
    ...{ starts: "softmax", loss: "softmax" },
    code: openPlaceCode(engine, {
      arena: defaultArena,
      centres: givenCentres(randomFloats(testRandom(1), 2 * ofPart)),
    }),
  });
  const code: PathCode = { cells, parts: [part("place", 0, places), part("heading", places, headings)] };
  return readoutOf(code, 3);
}

test.each(engines.map((engine) => ({ engine, products: engine.matmul.kind })))(
  "loss to 1e-6, bottleneck, gradients and final weights to 1e-5, $products",
  ({ engine }) => {
    const { memory } = engine;
    const network = lstm.open(settings, { cells, inputs, inputScale: 1 });
    const { layout } = network;
    const names = namesOf(layout);
    const weights = allocateArrays(engine, layout, "weights");
    const initial = arraysOf("init");
    expect(names.toSorted()).toEqual(Object.keys(initial).toSorted() as LstmWeightName[]);
    for (const name of names) weights[name].set(initial[name]!);
    const readout = readoutOfTwo(engine);
    const pass = network.openPass(engine);
    const state = newState(engine, rmspropTf, layout);
    const by = { ...plainSizes("rmsprop-tf", data.number("learning_rate")), limit: () => valueClip };
    const close = (what: string, found: ArrayLike<number>, expected: ArrayLike<number>) =>
      expect({ what, close: relativeDistance(found, expected) < 1e-5 }).toEqual({ what, close: true });
    for (let step = 0; step < count; step++) {
      memory.scope(() => {
        const part = (name: string) => {
          const all = data.numbers(name);
          return all.subarray((step * all.length) / count, ((step + 1) * all.length) / count);
        };
        const array = (values: Float64Array, shape: number[]) =>
          memory.from("float32", values, "given", shape);
        const trajectories = {
          velocity: array(timeMajor(part("ego_velocity"), inputs), [steps, batch, inputs]),
          position: memory.zeros("float32", [steps, batch, 2], "positions, unused"),
          start: memory.zeros("float32", [batch, 2], "starts, unused"),
          codes: {
            start: array(beside(part("init_place"), places, part("init_hd"), headings), [batch, cells]),
            targets: array(
              timeMajor(beside(part("target_place"), places, part("target_hd"), headings), cells),
              [steps, batch, cells],
            ),
          },
        };
        if (step === 0) {
          const request = { tap: "bottleneck", decoding: false };
          const { activities } = network.rollOut(engine, weights, readout, trajectories, request);
          const found = memory.floats(activities, steps * batch * bottleneck);
          close("bottleneck", found, timeMajor(data.numbers("bottleneck_step0"), bottleneck));
        }
        const gradients = allocateArrays(engine, layout, "gradients");
        const { loss, partLosses } = pass(weights, readout, trajectories, gradients, decayOfRecurrent(0));
        expect(Math.abs(loss / data.numbers("loss")[step]! - 1)).toBeLessThan(1e-6);
        expect(partLosses[0]! + partLosses[1]!).toBeCloseTo(loss, 12);
        if (step === 0) {
          const expected = arraysOf("grad0");
          for (const name of names) close(`gradient of ${name}`, gradients[name].view, expected[name]!);
        }
        rmspropTf.update(engine, layout, weights, gradients, state, by);
      });
    }
    const expected = arraysOf("final");
    for (const name of names) close(name, weights[name].view, expected[name]!);
  },
);
