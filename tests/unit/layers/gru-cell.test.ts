/** gruForward and gruBackward through time, against the plain reference and against themselves on other threads. */
import { afterAll, describe, expect, test } from "bun:test";
import { type Engine, openEngine } from "../../../src/engine/engine.ts";
import { findBlas } from "../../../src/engine/find-blas.ts";
import { plainGateSums, plainGruBack, plainGruStep } from "../../support/reference/gru.ts";
import { plainMatmul } from "../../support/reference/matmul.ts";
import { randomFloats, randomInteger, testRandom } from "../../support/reference/random.ts";
import { relativeDistance } from "../../support/relative-distance.ts";
import { gruPass } from "./gru-jobs.ts";

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
  readonly input: Float32Array; // [T, B, inputs]
  readonly inputWeights: Float32Array;
  readonly recurrentWeights: Float32Array;
  readonly inputBias: Float32Array | undefined;
  readonly recurrentBias: Float32Array | undefined;
  readonly first: Float32Array; // [B, units]
  /** What each state but the first hears from elsewhere, as from a decoder. */
  readonly gradient: Float32Array; // [T + 1, B, units]
}

/** Sizes that do and do not fill registers and tiles of the matrix product. */
function randomPass(seed: number): Pass {
  const random = testRandom(seed);
  const [steps, batch] = [randomInteger(random, 1, 4), randomInteger(random, 1, 11)];
  const [units, inputs] = [randomInteger(random, 1, 37), randomInteger(random, 1, 3)];
  const bias = () => (seed % 3 === 0 ? undefined : randomFloats(random, 3 * units));
  return {
    ...{ steps, batch, units, inputs, inputScale: 0.5 },
    input: randomFloats(random, steps * batch * inputs),
    inputWeights: randomFloats(random, inputs * 3 * units),
    recurrentWeights: randomFloats(random, units * 3 * units).map((w) => w / Math.sqrt(units)),
    inputBias: bias(),
    recurrentBias: bias(),
    first: randomFloats(random, batch * units),
    gradient: randomFloats(random, (steps + 1) * batch * units),
  };
}

const passNames = [
  "states",
  "gates",
  "recurrentCandidate",
  "inputDelta",
  "recurrentDelta",
  "gradient",
] as const;

function run(on: Engine, pass: Pass, rowsPerBlock: number): Record<(typeof passNames)[number], Float32Array> {
  const { memory, pool } = on;
  const { steps, batch, units, inputs, inputScale } = pass;
  return memory.scope(() => {
    const given = (values: Float32Array | undefined) =>
      values ? memory.from("float32", values, "given").pointer : 0;
    const empty = (times: number, width: number) => memory.zeros("float32", times * batch * width, "pass");
    const states = empty(steps + 1, units);
    states.view.set(pass.first);
    const arrays = {
      states,
      gates: empty(steps, 3 * units),
      recurrentCandidate: empty(steps, units),
      inputDelta: empty(steps, 3 * units),
      recurrentDelta: empty(steps, 3 * units),
      gradient: memory.from("float32", pass.gradient, "gradient"),
    };
    pool.run(gruPass, Math.ceil(batch / rowsPerBlock), {
      ...{ steps, batch, units, inputs, inputScale, rowsPerBlock },
      input: given(pass.input),
      inputWeights: given(pass.inputWeights),
      recurrentWeights: given(pass.recurrentWeights),
      inputBias: given(pass.inputBias),
      recurrentBias: given(pass.recurrentBias),
      states: arrays.states.pointer,
      gates: arrays.gates.pointer,
      recurrentCandidate: arrays.recurrentCandidate.pointer,
      inputDelta: arrays.inputDelta.pointer,
      recurrentDelta: arrays.recurrentDelta.pointer,
      gradient: arrays.gradient.pointer,
    });
    const copies = passNames.map((name) => [name, arrays[name].toArray()] as const);
    return Object.fromEntries(copies) as Record<(typeof passNames)[number], Float32Array>;
  });
}

/** The same in float64, time after time. */
function plainRun(pass: Pass) {
  const { steps, batch, units, inputs } = pass;
  const none = new Float32Array(3 * units);
  const rows = (values: Float32Array, t: number, width: number) =>
    Float64Array.from(values.subarray(t * batch * width, (t + 1) * batch * width));
  const states: Float64Array[] = [Float64Array.from(pass.first)];
  const taken = Array.from({ length: steps }, (_, t) => {
    const x = rows(pass.input, t, inputs).map((value) => pass.inputScale * value);
    const inputSums = plainGateSums(x, inputs, pass.inputWeights, pass.inputBias ?? none);
    const bias = pass.recurrentBias ?? none;
    const recurrentSums = plainGateSums(states[t]!, units, pass.recurrentWeights, bias);
    const step = plainGruStep(units, inputSums, recurrentSums, states[t]!);
    states.push(step.after);
    return step;
  });
  const gradients: Float64Array[] = Array.from({ length: steps + 1 }, (_, t) =>
    t === 0 ? new Float64Array(batch * units) : rows(pass.gradient, t, units),
  );
  const deltas: { input: Float64Array; recurrent: Float64Array }[] = [];
  for (let t = steps - 1; t >= 0; t--) {
    const back = plainGruBack(units, taken[t]!, states[t]!, gradients[t + 1]!);
    const product = plainMatmul("nt", batch, units, 3 * units, back.recurrentDelta, pass.recurrentWeights);
    gradients[t] = gradients[t]!.map((value, i) => value + back.direct[i]! + product[i]!);
    deltas[t] = { input: back.inputDelta, recurrent: back.recurrentDelta };
  }
  const joined = (parts: readonly Float64Array[]) => parts.flatMap((part) => [...part]);
  return {
    states: joined(states),
    recurrentCandidate: joined(taken.map((step) => step.recurrentCandidate)),
    inputDelta: joined(deltas.map(({ input }) => input)),
    recurrentDelta: joined(deltas.map(({ recurrent }) => recurrent)),
    gradient: joined(gradients),
  };
}

const seeds = Array.from({ length: 24 }, (_, i) => i + 1);

describe.each([engine, ...(native ? [native] : [])])("steps forward and back through time", (on) => {
  test(`have the numbers of the plain reference, products by ${on.matmul.kind}`, () => {
    for (const seed of seeds) {
      const pass = randomPass(seed);
      const [actual, expected] = [run(on, pass, 4), plainRun(pass)];
      for (const name of passNames) {
        if (name === "gates") continue;
        // float32 sums of at most 112 terms, along four steps.
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
