/** Calls of lstmActivate and lstmDerivative on arrays of a test, beside the plain reference. */
import type { Engine } from "../../../src/engine/engine.ts";
import { type CellActivation, cellActivationNumber } from "../../../src/layers/lstm-cell.ts";
import { plainGateSums } from "../../support/reference/gru.ts";
import { plainLstmStep } from "../../support/reference/lstm.ts";
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
  readonly cells: Float32Array;
  readonly forgetBias: number;
  readonly activation: CellActivation;
}

export function randomStep(random: () => number, { rows, units, inputs }: Sizes, biases = true): Step {
  const bias = () => (biases ? randomFloats(random, 4 * units) : undefined);
  return {
    sums: randomFloats(random, rows * 4 * units),
    input: randomFloats(random, rows * inputs),
    inputWeights: randomFloats(random, inputs * 4 * units),
    inputBias: bias(),
    recurrentBias: bias(),
    cells: randomFloats(random, rows * units),
    forgetBias: 1,
    activation: "tanh",
  };
}

/** @param inPlace the cells after a step take the place of those before */
export function activate(engine: Engine, step: Step, { rows, units, inputs }: Sizes, inPlace = false) {
  return engine.memory.scope(() => {
    const given = (values: Float32Array | undefined) => (values ? guarded(engine, values).pointer : 0);
    const empty = () => guarded(engine, new Float32Array(rows * units));
    const gates = guarded(engine, step.sums);
    const before = guarded(engine, step.cells);
    const [cells, squashed, after] = [inPlace ? before : empty(), empty(), empty()];
    // biome-ignore format: what the rows have, weights, states, sizes
    engine.kernels.lstmActivate(gates.pointer, given(step.input),
      given(step.inputWeights), given(step.inputBias), given(step.recurrentBias),
      before.pointer, cells.pointer, squashed.pointer, after.pointer,
      rows, units, inputs, scale, step.forgetBias, cellActivationNumber(step.activation));
    return {
      gates: unguard(gates),
      cells: unguard(cells),
      squashed: unguard(squashed),
      after: unguard(after),
    };
  });
}

export function plainActivate(step: Step, { units, inputs }: Sizes) {
  const none: Float32Array = new Float32Array(4 * units);
  const scaled = Float64Array.from(step.input, (x) => scale * x);
  const inputSums = inputs && plainGateSums(scaled, inputs, step.inputWeights, none);
  const bias = (values = none, i: number) => values[i % (4 * units)]!;
  const sums = Float64Array.from(
    step.sums,
    (sum, i) => sum + (inputSums ? inputSums[i]! : 0) + bias(step.inputBias, i) + bias(step.recurrentBias, i),
  );
  return plainLstmStep(units, sums, step.cells, step);
}

/** What the forward pass left, and the gradients at state and cells after. */
export interface Back {
  readonly gates: Float32Array;
  readonly squashed: Float32Array;
  readonly cells: Float32Array;
  readonly gradient: Float32Array;
  readonly cellGradient: Float32Array;
  readonly activation: CellActivation;
}

export function derive(engine: Engine, back: Back, rows: number, units: number) {
  return engine.memory.scope(() => {
    const given = (values: Float32Array) => guarded(engine, values).pointer;
    const cellGradient = guarded(engine, back.cellGradient);
    const gateDelta = guarded(engine, new Float32Array(4 * rows * units));
    // biome-ignore format: what there is, what comes, sizes
    engine.kernels.lstmDerivative(given(back.gradient), cellGradient.pointer, given(back.gates),
      given(back.squashed), given(back.cells),
      gateDelta.pointer,
      rows, units, cellActivationNumber(back.activation));
    return { cellGradient: unguard(cellGradient), gateDelta: unguard(gateDelta) };
  });
}
