/** Calls of gruActivate on arrays of a test, beside the plain reference. */
import { expect } from "bun:test";
import type { Engine } from "../../../src/engine/engine.ts";
import { plainGateSums, plainGruStep } from "../../support/reference/gru.ts";
import { randomFloats } from "../../support/reference/random.ts";
import { guarded, unguard } from "./kernel-arrays.ts";

/** Factor on the input. */
const scale = 0.75;

export interface Sizes {
  readonly rows: number;
  readonly units: number;
  readonly inputs: number;
}

/** What a step is computed from; `sums` are those of the recurrent product. */
export interface Step {
  readonly sums: Float32Array;
  readonly input: Float32Array;
  readonly inputWeights: Float32Array;
  readonly inputBias: Float32Array | undefined;
  readonly recurrentBias: Float32Array | undefined;
  readonly before: Float32Array;
}

export function randomStep(random: () => number, { rows, units, inputs }: Sizes, biases = true): Step {
  const bias = () => (biases ? randomFloats(random, 3 * units) : undefined);
  return {
    sums: randomFloats(random, rows * 3 * units),
    input: randomFloats(random, rows * inputs),
    inputWeights: randomFloats(random, inputs * 3 * units),
    inputBias: bias(),
    recurrentBias: bias(),
    before: randomFloats(random, rows * units),
  };
}

export function activate(engine: Engine, step: Step, { rows, units, inputs }: Sizes) {
  return engine.memory.scope(() => {
    const given = (values: Float32Array | undefined) => (values ? guarded(engine, values).pointer : 0);
    const gates = guarded(engine, step.sums);
    const recurrentCandidate = guarded(engine, new Float32Array(rows * units));
    const after = guarded(engine, new Float32Array(rows * units));
    // biome-ignore format: what the rows have, weights, states, sizes
    engine.kernels.gruActivate(gates.pointer, recurrentCandidate.pointer, given(step.input),
      given(step.inputWeights), given(step.inputBias), given(step.recurrentBias),
      given(step.before), after.pointer,
      rows, units, inputs, scale);
    return {
      gates: unguard(gates),
      recurrentCandidate: unguard(recurrentCandidate),
      after: unguard(after),
    };
  });
}

export function plainActivate(step: Step, { units, inputs }: Sizes) {
  const none = new Float32Array(3 * units);
  const scaled = Float64Array.from(step.input, (x) => scale * x);
  const inputSums = plainGateSums(scaled, inputs, step.inputWeights, step.inputBias ?? none);
  const bias = step.recurrentBias ?? none;
  const recurrentSums = Float64Array.from(step.sums, (sum, i) => sum + bias[i % (3 * units)]!);
  return plainGruStep(units, inputSums, recurrentSums, step.before);
}

/** One gate's columns of [rows, 3 * units]. */
export const gate = (all: Float32Array, which: 0 | 1 | 2, units: number) =>
  all.filter((_, i) => Math.floor(i / units) % 3 === which);

export function expectNear(actual: Float32Array, expected: Float64Array, tolerance: number) {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of actual.entries()) {
    expect(Math.abs(value - expected[i]!)).toBeLessThan(tolerance);
  }
}
