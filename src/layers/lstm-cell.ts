/**
 * Long short-term memory, one step for a block of rows: Hochreiter & Schmidhuber 1997 with forget gates (Gers et al. 2000), as
 * PyTorch's nn.LSTM has it. Gates lie in the order input i, forget f, candidate g, output o:
 * i, o = sigmoid(x Wi + bi + h Wh + bh), f = sigmoid(the same + forgetBias), g = phi(the same),
 * cellsAfter = f * cellsBefore + i * g, after = o * phi(cellsAfter).
 * PyTorch has two biases, phi = tanh and forgetBias 0; Sonnet one bias, tanh and 1. The gradients of weights and biases need
 * all rows: linear.ts.
 */
import type { JobContext } from "../engine/job.ts";

/** phi of candidate and cell. */
export const cellActivations = ["relu", "tanh"] as const;
export type CellActivation = (typeof cellActivations)[number];

/** As the kernels know them. */
export const cellActivationNumber = (activation: CellActivation): number =>
  cellActivations.indexOf(activation);

/** Up to so many inputs are added to each unit in turn; of more, as of an embedding, the sums are a matrix product. */
const fewInputs = 8;

/**
 * Sizes, and addresses of row-major float32 arrays. Rows follow each other without gaps: of a [T, B, …] array, rows of one time
 * step. Arrays may be each other only where it is said.
 */
export interface LstmForward {
  readonly rows: number;
  readonly units: number;
  readonly inputs: number;
  /** Factor on the input; 1 when there are more than a few inputs. */
  readonly inputScale: number;
  /** Added to what the forget gates hear. */
  readonly forgetBias: number;
  readonly activation: number; // cellActivationNumber
  readonly input: number; // [rows, inputs]
  readonly inputWeights: number; // [inputs, 4 * units]
  readonly recurrentWeights: number; // [units, 4 * units]
  readonly inputBias: number; // [4 * units], or 0: there is none
  readonly recurrentBias: number; // the same
  readonly before: number; // [rows, units] h
  readonly cellsBefore: number; // [rows, units] c
  readonly gates: number; // [rows, 4 * units] receives i, f, g, o
  readonly cellsAfter: number; // [rows, units] receives the new cell states; may be `cellsBefore`
  readonly squashed: number; // [rows, units] receives phi of them
  readonly after: number; // [rows, units] receives the new state; may be `before`
}

/** One step forward. `gates`, `squashed` and `cellsBefore` are what lstmBackward asks for. */
export function lstmForward({ matmul, kernels }: JobContext, step: LstmForward): void {
  const { rows, units, inputs, gates } = step;
  const embedded = inputs > fewInputs;
  if (embedded) {
    // biome-ignore format: sizes, then one matrix a line
    matmul.multiply("nn", rows, 4 * units, inputs,
      step.input, inputs,
      step.inputWeights, 4 * units,
      gates, 4 * units, false);
  }
  // biome-ignore format: sizes, then one matrix a line
  matmul.multiply("nn", rows, 4 * units, units,
    step.before, units,
    step.recurrentWeights, 4 * units,
    gates, 4 * units, embedded);
  // biome-ignore format: what the rows have, weights, states, sizes
  kernels.lstmActivate(gates, step.input,
    step.inputWeights, step.inputBias, step.recurrentBias,
    step.cellsBefore, step.cellsAfter, step.squashed, step.after,
    rows, units, embedded ? 0 : inputs, step.inputScale, step.forgetBias, step.activation);
}

/** Sizes and addresses as above. */
export interface LstmBackward {
  readonly rows: number;
  readonly units: number;
  readonly activation: number;
  readonly recurrentWeights: number; // [units, 4 * units]
  readonly gates: number; // [rows, 4 * units], as lstmForward left them
  readonly squashed: number; // [rows, units], the same
  readonly cellsBefore: number; // [rows, units]
  readonly gradient: number; // [rows, units] at the state after
  readonly cellGradient: number; // [rows, units] at the cells after, as later steps say; receives that at the cells before
  readonly gateDelta: number; // [rows, 4 * units] receives the gradient at the sums of the gates, the same for both sides
  readonly gradientBefore: number; // [rows, units] receives the gradient at `before`; may be `gradient` unless it is added
  /** Whether the gradient at `before` is added to what is there. */
  readonly accumulate: boolean;
}

/** One step back. The gradient at x would be inputScale * gateDelta · Wiᵀ; it is not computed. */
export function lstmBackward({ matmul, kernels }: JobContext, step: LstmBackward): void {
  const { rows, units, gateDelta } = step;
  // biome-ignore format: what there is, what comes, sizes
  kernels.lstmDerivative(step.gradient, step.cellGradient, step.gates, step.squashed, step.cellsBefore,
    gateDelta,
    rows, units, step.activation);
  // biome-ignore format: sizes, then one matrix a line
  matmul.multiply("nt", rows, units, 4 * units,
    gateDelta, 4 * units,
    step.recurrentWeights, 4 * units,
    step.gradientBefore, units, step.accumulate);
}
