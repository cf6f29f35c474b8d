/**
 * The path-integrating network of long short-term memory in float64, and its gradient by hand. As PyTorch's nn.LSTM has it: gates in
 * the order input i, forget f, candidate g, output o, a bias on each side; with ReLU or a bias of the forget gate if wanted.
 */
import { plainColumnSums, plainGateSums } from "./gru.ts";
import { plainMatmul } from "./matmul.ts";
import { plainSoftmaxCrossEntropy } from "./training-kernels.ts";

/** Weights [in, out]; the columns of four gates lie beside each other. */
export interface PlainLstmWeights {
  encoder: Float64Array; // [cells, units]
  cellEncoder: Float64Array; // [cells, units]
  input: Float64Array; // [inputs, 4 * units]
  recurrent: Float64Array; // [units, 4 * units]
  inputBias: Float64Array; // [4 * units]
  recurrentBias: Float64Array; // [4 * units]
  decoder: Float64Array; // [units, cells]
}

/** How a cell departs from PyTorch's. */
export interface PlainLstmRule {
  forgetBias: number;
  activation: "relu" | "tanh";
}

export const torchRule: PlainLstmRule = { forgetBias: 0, activation: "tanh" };

export interface PlainLstmTask {
  steps: number;
  batch: number;
  units: number;
  cells: number;
  inputs: number;
  weightDecay: number;
  rule: PlainLstmRule;
  velocity: ArrayLike<number>; // [T, B, inputs], in the unit of the input weights
  startCode: ArrayLike<number>; // [B, cells]
  targets: ArrayLike<number>; // [T, B, cells]
}

/** What one step of the units gives: gates [rows, 4 * units] as i, f, g, o, and the rest [rows, units]. */
export interface PlainLstmStep {
  gates: Float64Array;
  cells: Float64Array;
  squashed: Float64Array; // phi(cells)
  after: Float64Array;
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const phi = (x: number, { activation }: PlainLstmRule) =>
  activation === "relu" ? Math.max(x, 0) : Math.tanh(x);
/** From phi's value. */
const slopeOfPhi = (value: number, { activation }: PlainLstmRule) =>
  activation === "relu" ? Number(value > 0) : 1 - value * value;

/** c' = f c + i g, h' = o phi(c'), from the sums [rows, 4 * units] that the gates hear. */
export function plainLstmStep(
  units: number,
  sums: ArrayLike<number>,
  cellsBefore: ArrayLike<number>,
  rule: PlainLstmRule,
): PlainLstmStep {
  const empty = () => new Float64Array(cellsBefore.length);
  const step = { gates: new Float64Array(sums.length), cells: empty(), squashed: empty(), after: empty() };
  for (let k = 0; k < cellsBefore.length; k++) {
    const [atI, atF, atG, atO] = gatesOf(k, units);
    const i = sigmoid(sums[atI]!);
    const f = sigmoid(sums[atF]! + rule.forgetBias);
    const g = phi(sums[atG]!, rule);
    const o = sigmoid(sums[atO]!);
    const cell = f * cellsBefore[k]! + i * g;
    for (const [at, value] of [
      [atI, i],
      [atF, f],
      [atG, g],
      [atO, o],
    ] as const)
      step.gates[at] = value;
    step.cells[k] = cell;
    step.squashed[k] = phi(cell, rule);
    step.after[k] = o * step.squashed[k]!;
  }
  return step;
}

/** From the gradients at state and cells after a step to those at the gates' sums and at the cells before. */
export function plainLstmBack(
  units: number,
  step: PlainLstmStep,
  cellsBefore: ArrayLike<number>,
  gradient: ArrayLike<number>,
  cellGradient: ArrayLike<number>,
  rule: PlainLstmRule,
): { gateDelta: Float64Array; cellsBefore: Float64Array } {
  const gateDelta = new Float64Array(4 * cellsBefore.length);
  const before = new Float64Array(cellsBefore.length);
  for (let k = 0; k < cellsBefore.length; k++) {
    const [atI, atF, atG, atO] = gatesOf(k, units);
    const [i, f, g, o] = [step.gates[atI]!, step.gates[atF]!, step.gates[atG]!, step.gates[atO]!];
    const atCell = cellGradient[k]! + gradient[k]! * o * slopeOfPhi(step.squashed[k]!, rule);
    gateDelta[atI] = atCell * g * i * (1 - i);
    gateDelta[atF] = atCell * cellsBefore[k]! * f * (1 - f);
    gateDelta[atG] = atCell * i * slopeOfPhi(g, rule);
    gateDelta[atO] = gradient[k]! * step.squashed[k]! * o * (1 - o);
    before[k] = atCell * f;
  }
  return { gateDelta, cellsBefore: before };
}

/** Where the four gates of element `k` of [rows, units] lie in [rows, 4 * units]. */
function gatesOf(k: number, units: number): [number, number, number, number] {
  const first = 4 * (k - (k % units)) + (k % units);
  return [first, first + units, first + 2 * units, first + 3 * units];
}

const velocityAt = ({ velocity, batch, inputs }: PlainLstmTask, t: number): Float64Array =>
  Float64Array.from({ length: batch * inputs }, (_, i) => velocity[t * batch * inputs + i]!);

/** The first state and cells, startCode · encoder and startCode · cellEncoder, and the `steps` steps after them. */
export function plainLstmStates(task: PlainLstmTask, weights: PlainLstmWeights) {
  const { steps, batch, units, cells, inputs } = task;
  const first = {
    after: plainMatmul("nn", batch, units, cells, task.startCode, weights.encoder),
    cells: plainMatmul("nn", batch, units, cells, task.startCode, weights.cellEncoder),
  };
  const taken: PlainLstmStep[] = [];
  for (let t = 0; t < steps; t++) {
    const before = taken.at(-1) ?? first;
    const sums = plainGateSums(velocityAt(task, t), inputs, weights.input, weights.inputBias);
    addTo(sums, plainGateSums(before.after, units, weights.recurrent, weights.recurrentBias));
    taken.push(plainLstmStep(units, sums, before.cells, task.rule));
  }
  return { first, taken };
}

/** Loss of the states after one step, nats, as its share in the mean, and the gradient of its logits [B, cells]. */
function plainReadout(task: PlainLstmTask, weights: PlainLstmWeights, state: Float64Array, t: number) {
  const { steps, batch, units, cells } = task;
  const scale = 1 / (steps * batch);
  const logits = plainMatmul("nn", batch, cells, units, state, weights.decoder);
  const gradient = new Float64Array(batch * cells);
  let loss = 0;
  for (let b = 0; b < batch; b++) {
    const targets = Array.from({ length: cells }, (_, i) => task.targets[(t * batch + b) * cells + i]!);
    const row = plainSoftmaxCrossEntropy(logits.subarray(b * cells, (b + 1) * cells), targets, scale);
    gradient.set(row.gradient, b * cells);
    loss += scale * row.loss;
  }
  return { loss, gradient };
}

/** Mean over (t, b) of the cross-entropy of targets and softmax(h_t · decoder), plus weightDecay * sum(recurrent²). */
export function plainLstmLoss(task: PlainLstmTask, weights: PlainLstmWeights): number {
  const { taken } = plainLstmStates(task, weights);
  const decay = weights.recurrent.reduce((sum, w) => sum + w * w, 0);
  return taken.reduce(
    (sum, { after }, t) => sum + plainReadout(task, weights, after, t).loss,
    task.weightDecay * decay,
  );
}

/** Gradient of plainLstmLoss for every weight, by back-propagation through time. */
export function plainLstmGradients(task: PlainLstmTask, weights: PlainLstmWeights): PlainLstmWeights {
  const { steps, batch, units, cells, inputs, rule } = task;
  const { first, taken } = plainLstmStates(task, weights);
  const gradients: PlainLstmWeights = {
    encoder: new Float64Array(cells * units),
    cellEncoder: new Float64Array(cells * units),
    input: new Float64Array(inputs * 4 * units),
    recurrent: weights.recurrent.map((w) => 2 * task.weightDecay * w),
    inputBias: new Float64Array(4 * units),
    recurrentBias: new Float64Array(4 * units),
    decoder: new Float64Array(units * cells),
  };
  let later: Float64Array = new Float64Array(batch * units);
  let laterCells: Float64Array = new Float64Array(batch * units);
  for (let t = steps - 1; t >= 0; t--) {
    const step = taken[t]!;
    const before = taken[t - 1] ?? first;
    const logits = plainReadout(task, weights, step.after, t).gradient;
    addTo(gradients.decoder, plainMatmul("tn", units, cells, batch, step.after, logits));
    const gradient = plainMatmul("nt", batch, units, cells, logits, weights.decoder);
    addTo(gradient, later);
    const back = plainLstmBack(units, step, before.cells, gradient, laterCells, rule);
    const sums = plainColumnSums(back.gateDelta, 4 * units);
    addTo(gradients.input, plainMatmul("tn", inputs, 4 * units, batch, velocityAt(task, t), back.gateDelta));
    addTo(gradients.inputBias, sums);
    addTo(gradients.recurrent, plainMatmul("tn", units, 4 * units, batch, before.after, back.gateDelta));
    addTo(gradients.recurrentBias, sums);
    later = plainMatmul("nt", batch, units, 4 * units, back.gateDelta, weights.recurrent);
    laterCells = back.cellsBefore;
  }
  addTo(gradients.encoder, plainMatmul("tn", cells, units, batch, task.startCode, later));
  addTo(gradients.cellEncoder, plainMatmul("tn", cells, units, batch, task.startCode, laterCells));
  return gradients;
}

function addTo(target: Float64Array, values: Float64Array): void {
  for (let i = 0; i < target.length; i++) target[i]! += values[i]!;
}
