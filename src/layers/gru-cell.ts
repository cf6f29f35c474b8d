/**
 * Gated recurrent units, one step for a block of rows: Cho et al. 2014, as PyTorch's nn.GRU has them. Gates lie in the order
 * reset r, update z, candidate n:
 * r = sigmoid(x Wir + bir + h Whr + bhr), z = sigmoid(x Wiz + biz + h Whz + bhz), n = tanh(x Win + bin + r * (h Whn + bhn)),
 * after = (1 - z) * n + z * h. The gradients of weights and biases need all rows: linear.ts.
 */
import type { JobContext } from "../engine/job.ts";

/**
 * Sizes, and addresses of row-major float32 arrays. Rows follow each other without gaps: of a [T, B, …] array, rows of one time
 * step. Arrays may be each other only where it is said.
 */
export interface GruForward {
  readonly rows: number;
  readonly units: number;
  /** Few, as the two of a velocity: their product is computed unit by unit, not as a matrix product. */
  readonly inputs: number;
  /** Factor on the input. */
  readonly inputScale: number;
  readonly input: number; // [rows, inputs]
  readonly inputWeights: number; // [inputs, 3 * units]
  readonly recurrentWeights: number; // [units, 3 * units]
  readonly inputBias: number; // [3 * units], or 0: there is none
  readonly recurrentBias: number; // the same
  readonly before: number; // [rows, units] h
  readonly gates: number; // [rows, 3 * units] receives r, z, n
  readonly recurrentCandidate: number; // [rows, units] receives h Whn + bhn
  readonly after: number; // [rows, units] receives the new state; may be `before`
}

/** One step forward. `gates` and `recurrentCandidate` are what gruBackward asks for. */
export function gruForward({ matmul, kernels }: JobContext, step: GruForward): void {
  const { rows, units, gates, before } = step;
  // biome-ignore format: sizes, then one matrix a line
  matmul.multiply("nn", rows, 3 * units, units,
    before, units,
    step.recurrentWeights, 3 * units,
    gates, 3 * units, false);
  // biome-ignore format: what the rows have, weights, states, sizes
  kernels.gruActivate(gates, step.recurrentCandidate, step.input,
    step.inputWeights, step.inputBias, step.recurrentBias,
    before, step.after,
    rows, units, step.inputs, step.inputScale);
}

/** Sizes and addresses as above. */
export interface GruBackward {
  readonly rows: number;
  readonly units: number;
  readonly recurrentWeights: number; // [units, 3 * units]
  readonly gates: number; // [rows, 3 * units], as gruForward left them
  readonly recurrentCandidate: number; // [rows, units], the same
  readonly before: number; // [rows, units]
  readonly gradient: number; // [rows, units] at the state after
  readonly inputDelta: number; // [rows, 3 * units] receives the gradient at scale * x Wi + bi
  readonly recurrentDelta: number; // [rows, 3 * units] receives the gradient at h Wh + bh
  readonly gradientBefore: number; // [rows, units] receives the gradient at `before`; may be `gradient` unless it is added
  /** Whether the gradient at `before` is added to what is there. */
  readonly accumulate: boolean;
}

/** One step back. The gradient at x would be inputScale * inputDelta · Wiᵀ; it is not computed. */
export function gruBackward({ matmul, kernels }: JobContext, step: GruBackward): void {
  const { rows, units, recurrentDelta, gradientBefore } = step;
  // biome-ignore format: what there is, what comes, sizes
  kernels.gruDerivative(step.gradient, step.gates, step.recurrentCandidate, step.before,
    step.inputDelta, recurrentDelta, gradientBefore,
    rows, units, step.accumulate ? 1 : 0);
  // biome-ignore format: sizes, then one matrix a line
  matmul.multiply("nt", rows, units, 3 * units,
    recurrentDelta, 3 * units,
    step.recurrentWeights, 3 * units,
    gradientBefore, units, true);
}
