/** lstmForward and lstmBackward through time, against the plain reference and against themselves on other threads. */
import { afterAll, describe, expect, test } from "bun:test";
import { type Engine, openEngine } from "../../../src/engine/engine.ts";
import { findBlas } from "../../../src/engine/find-blas.ts";
import { type CellActivation, cellActivationNumber } from "../../../src/layers/lstm-cell.ts";
import { plainGateSums } from "../../support/reference/gru.ts";
import { plainLstmBack, plainLstmStep } from "../../support/reference/lstm.ts";
import { plainMatmul } from "../../support/reference/matmul.ts";
import { randomFloats, randomInteger, testRandom } from "../../support/reference/random.ts";
import { relativeDistance } from "../../support/relative-distance.ts";
import { lstmPass } from "./lstm-jobs.ts";
import { sonnetCell, sonnetSteps } from "./sonnet-cell.ts";

const engines = await Promise.all([1, 2, 3].map((workers) => openEngine({ workers, blas: "wasm" })));
const [engine] = engines as [Engine];
const native = findBlas() ? await openEngine({ workers: 2, blas: "native" }) : undefined;
afterAll(() => {
  for (const each of [...engines, native]) each?.close();
});

interface Pass {
  readonly steps: number;
  readonly batch: number;
  readonly units: number;
  readonly inputs: number;
  readonly inputScale: number;
  readonly forgetBias: number;
  readonly activation: CellActivation;
  readonly input: Float32Array; // [T, B, inputs]
  readonly inputWeights: Float32Array;
  readonly recurrentWeights: Float32Array;
  readonly inputBias: Float32Array | undefined;
  readonly recurrentBias: Float32Array | undefined;
  readonly first: Float32Array; // [B, units]
  readonly firstCells: Float32Array; // [B, units]
  /** What each state but the first hears from elsewhere, as from a decoder. */
  readonly gradient: Float32Array; // [T + 1, B, units]
}

/** Sizes that do and do not fill registers and tiles of the matrix product; every fourth pass has the inputs of an embedding. */
function randomPass(seed: number): Pass {
  const random = testRandom(seed);
  const [steps, batch] = [randomInteger(random, 1, 4), randomInteger(random, 1, 11)];
  const units = randomInteger(random, 1, 37);
  const many = seed % 4 === 0;
  const inputs = many ? randomInteger(random, 9, 30) : randomInteger(random, 1, 8);
  const bias = () => (seed % 3 === 0 ? undefined : randomFloats(random, 4 * units));
  return {
    ...{ steps, batch, units, inputs, inputScale: many ? 1 : 0.5, forgetBias: seed % 2 },
    activation: seed % 5 === 0 ? "relu" : "tanh",
    input: randomFloats(random, steps * batch * inputs),
    inputWeights: randomFloats(random, inputs * 4 * units).map((w) => w / Math.sqrt(inputs)),
    recurrentWeights: randomFloats(random, units * 4 * units).map((w) => w / Math.sqrt(units)),
    inputBias: bias(),
    recurrentBias: bias(),
    first: randomFloats(random, batch * units),
    firstCells: randomFloats(random, batch * units),
    gradient: randomFloats(random, (steps + 1) * batch * units),
  };
}

const passNames = ["states", "cells", "gates", "squashed", "gateDelta", "gradient", "cellGradient"] as const;
type PassArrays<Values> = Record<(typeof passNames)[number], Values>;

function run(on: Engine, pass: Pass, rowsPerBlock: number): PassArrays<Float32Array> {
  const { memory, pool } = on;
  const { steps, batch, units, inputs, inputScale, forgetBias } = pass;
  return memory.scope(() => {
    const given = (values: Float32Array | undefined) =>
      values ? memory.from("float32", values, "given").pointer : 0;
    const empty = (times: number, width: number) => memory.zeros("float32", times * batch * width, "pass");
    const arrays = {
      states: empty(steps + 1, units),
      cells: empty(steps + 1, units),
      gates: empty(steps, 4 * units),
      squashed: empty(steps, units),
      gateDelta: empty(steps, 4 * units),
      gradient: memory.from("float32", pass.gradient, "gradient"),
      cellGradient: empty(1, units),
    };
    arrays.states.view.set(pass.first);
    arrays.cells.view.set(pass.firstCells);
    pool.run(lstmPass, Math.ceil(batch / rowsPerBlock), {
      ...{ steps, batch, units, inputs, inputScale, forgetBias, rowsPerBlock },
      activation: cellActivationNumber(pass.activation),
      input: given(pass.input),
      inputWeights: given(pass.inputWeights),
      recurrentWeights: given(pass.recurrentWeights),
      inputBias: given(pass.inputBias),
      recurrentBias: given(pass.recurrentBias),
      states: arrays.states.pointer,
      cells: arrays.cells.pointer,
      gates: arrays.gates.pointer,
      squashed: arrays.squashed.pointer,
      gateDelta: arrays.gateDelta.pointer,
      gradient: arrays.gradient.pointer,
      cellGradient: arrays.cellGradient.pointer,
    });
    const copies = passNames.map((name) => [name, arrays[name].toArray()] as const);
    return Object.fromEntries(copies) as PassArrays<Float32Array>;
  });
}

/** The same in float64, time after time. */
function plainRun(pass: Pass): PassArrays<number[]> {
  const { steps, batch, units, inputs } = pass;
  const none = new Float32Array(4 * units);
  const rows = (values: Float32Array, t: number, width: number) =>
    Float64Array.from(values.subarray(t * batch * width, (t + 1) * batch * width));
  const states: Float64Array[] = [Float64Array.from(pass.first)];
  const cells: Float64Array[] = [Float64Array.from(pass.firstCells)];
  const taken = Array.from({ length: steps }, (_, t) => {
    const x = rows(pass.input, t, inputs).map((value) => pass.inputScale * value);
    const ofInput = plainGateSums(x, inputs, pass.inputWeights, pass.inputBias ?? none);
    const ofState = plainGateSums(states[t]!, units, pass.recurrentWeights, pass.recurrentBias ?? none);
    const sums = ofInput.map((value, i) => value + ofState[i]!);
    const step = plainLstmStep(units, sums, cells[t]!, pass);
    states.push(step.after);
    cells.push(step.cells);
    return step;
  });
  const gradients: Float64Array[] = Array.from({ length: steps + 1 }, (_, t) =>
    t === 0 ? new Float64Array(batch * units) : rows(pass.gradient, t, units),
  );
  const deltas: Float64Array[] = [];
  let cellGradient = new Float64Array(batch * units);
  for (let t = steps - 1; t >= 0; t--) {
    const back = plainLstmBack(units, taken[t]!, cells[t]!, gradients[t + 1]!, cellGradient, pass);
    const product = plainMatmul("nt", batch, units, 4 * units, back.gateDelta, pass.recurrentWeights);
    gradients[t] = gradients[t]!.map((value, i) => value + product[i]!);
    deltas[t] = back.gateDelta;
    cellGradient = Float64Array.from(back.cellsBefore);
  }
  const joined = (parts: readonly Float64Array[]) => parts.flatMap((part) => [...part]);
  return {
    states: joined(states),
    cells: joined(cells),
    gates: joined(taken.map((step) => step.gates)),
    squashed: joined(taken.map((step) => step.squashed)),
    gateDelta: joined(deltas),
    gradient: joined(gradients),
    cellGradient: [...cellGradient],
  };
}

const seeds = Array.from({ length: 24 }, (_, i) => i + 1);

describe.each([engine, ...(native ? [native] : [])])("steps forward and back through time", (on) => {
  test(`have the numbers of the plain reference, products by ${on.matmul.kind}`, () => {
    for (const seed of seeds) {
      const pass = randomPass(seed);
      const [actual, expected] = [run(on, pass, 4), plainRun(pass)];
      for (const name of passNames) {
        // float32 sums of at most 150 terms, along four steps.
        const close = relativeDistance(actual[name], expected[name]) < 2e-6;
        expect({ seed, name, close }).toEqual({ seed, name, close: true });
      }
    }
  });
});

test("have the same bits with 1, 2 and 3 workers, and in blocks of any size", () => {
  for (const seed of seeds) {
    const pass = randomPass(seed);
    const alone = run(engine, pass, pass.batch);
    for (const on of engines) {
      for (const rowsPerBlock of [1, 3, 4]) expect(run(on, pass, rowsPerBlock)).toEqual(alone);
    }
  }
});

test("two steps of Sonnet's cell, its columns put in our order", () => {
  const { units, inputs, forgetBias, input, state, cells } = sonnetCell;
  const pass: Pass = {
    ...{ steps: 2, batch: 1, units, inputs, inputScale: 1, forgetBias, activation: "tanh" },
    input: Float32Array.from([...input, ...input]),
    inputWeights: Float32Array.from(sonnetCell.inputWeights),
    recurrentWeights: Float32Array.from(sonnetCell.recurrentWeights),
    inputBias: Float32Array.from(sonnetCell.bias),
    recurrentBias: undefined,
    first: Float32Array.from(state),
    firstCells: Float32Array.from(cells),
    gradient: new Float32Array(3 * units),
  };
  const found = run(engine, pass, 1);
  sonnetSteps.forEach((expected, step) => {
    const after = (values: Float32Array) => values.subarray((step + 1) * units, (step + 2) * units);
    expect(relativeDistance(after(found.states), expected.state)).toBeLessThan(1e-6);
    expect(relativeDistance(after(found.cells), expected.cells)).toBeLessThan(1e-6);
  });
});
