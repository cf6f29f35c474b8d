/**
 * The path-integrating network of gated recurrent units in float64, and its gradient by hand. Cho et al. 2014, as PyTorch's nn.GRU
 * has it: gates in the order reset r, update z, candidate n, a bias on each side, and r behind the recurrent product.
 */
import { plainMatmul } from "./matmul.ts";
import { plainSoftmaxCrossEntropy } from "./training-kernels.ts";

/** Weights [in, out]; the columns of three gates lie beside each other. */
export interface PlainGruWeights {
  encoder: Float64Array; // [cells, units]
  input: Float64Array; // [2, 3 * units]
  recurrent: Float64Array; // [units, 3 * units]
  inputBias: Float64Array; // [3 * units]
  recurrentBias: Float64Array; // [3 * units]
  decoder: Float64Array; // [units, cells]
}

export interface PlainGruTask {
  steps: number;
  batch: number;
  units: number;
  cells: number;
  weightDecay: number;
  velocity: ArrayLike<number>; // [T, B, 2], in the unit of the input weights
  startCode: ArrayLike<number>; // [B, cells]
  targets: ArrayLike<number>; // [T, B, cells]
}

/** What one step of the units gives, each [rows, units]. */
export interface PlainGruStep {
  reset: Float64Array;
  update: Float64Array;
  candidate: Float64Array;
  /** What the reset gate lets through to the candidate: h Whn + bhn. */
  recurrentCandidate: Float64Array;
  after: Float64Array;
}

/** Gradients of one step, at the sums of either side [rows, 3 * units] and at the state before, less its way through the sums. */
export interface PlainGruBack {
  inputDelta: Float64Array;
  recurrentDelta: Float64Array;
  direct: Float64Array;
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** x [rows, width] · weights [width, 3 * units] + bias: what one side gives to the three gates. */
export function plainGateSums(
  x: ArrayLike<number>,
  width: number,
  weights: ArrayLike<number>,
  bias: ArrayLike<number>,
): Float64Array {
  const columns = bias.length;
  return plainMatmul("nn", x.length / width, columns, width, x, weights).map(
    (sum, i) => sum + bias[i % columns]!,
  );
}

/** r = sigmoid(ir + hr), z = sigmoid(iz + hz), n = tanh(in + r hn), after = (1 - z) n + z before. */
export function plainGruStep(
  units: number,
  inputSums: ArrayLike<number>,
  recurrentSums: ArrayLike<number>,
  before: ArrayLike<number>,
): PlainGruStep {
  const empty = () => new Float64Array(before.length);
  const step = {
    reset: empty(),
    update: empty(),
    candidate: empty(),
    recurrentCandidate: empty(),
    after: empty(),
  };
  for (let i = 0; i < before.length; i++) {
    const [forReset, forUpdate, forCandidate] = gatesOf(i, units);
    const r = sigmoid(inputSums[forReset]! + recurrentSums[forReset]!);
    const z = sigmoid(inputSums[forUpdate]! + recurrentSums[forUpdate]!);
    const hn = recurrentSums[forCandidate]!;
    const n = Math.tanh(inputSums[forCandidate]! + r * hn);
    step.reset[i] = r;
    step.update[i] = z;
    step.candidate[i] = n;
    step.recurrentCandidate[i] = hn;
    step.after[i] = (1 - z) * n + z * before[i]!;
  }
  return step;
}

/** From the gradient at the state after a step to those at what it was computed from. */
export function plainGruBack(
  units: number,
  step: PlainGruStep,
  before: ArrayLike<number>,
  gradient: ArrayLike<number>,
): PlainGruBack {
  const back = {
    inputDelta: new Float64Array(3 * before.length),
    recurrentDelta: new Float64Array(3 * before.length),
    direct: new Float64Array(before.length),
  };
  for (let i = 0; i < before.length; i++) {
    const [forReset, forUpdate, forCandidate] = gatesOf(i, units);
    const [r, z, n] = [step.reset[i]!, step.update[i]!, step.candidate[i]!];
    const atCandidate = gradient[i]! * (1 - z) * (1 - n * n);
    const atUpdate = gradient[i]! * (before[i]! - n) * z * (1 - z);
    const atReset = atCandidate * step.recurrentCandidate[i]! * r * (1 - r);
    back.inputDelta[forReset] = back.recurrentDelta[forReset] = atReset;
    back.inputDelta[forUpdate] = back.recurrentDelta[forUpdate] = atUpdate;
    back.inputDelta[forCandidate] = atCandidate;
    back.recurrentDelta[forCandidate] = atCandidate * r;
    back.direct[i] = gradient[i]! * z;
  }
  return back;
}

/** Where the three gates of element `i` of [rows, units] lie in [rows, 3 * units]. */
function gatesOf(i: number, units: number): [number, number, number] {
  const reset = 3 * (i - (i % units)) + (i % units);
  return [reset, reset + units, reset + 2 * units];
}

const velocityAt = ({ velocity, batch }: PlainGruTask, t: number): Float64Array =>
  Float64Array.from({ length: batch * 2 }, (_, i) => velocity[t * batch * 2 + i]!);

/** The first state, startCode · encoder, and the `steps` steps after it. */
export function plainGruStates(task: PlainGruTask, weights: PlainGruWeights) {
  const { steps, batch, units, cells } = task;
  const first = plainMatmul("nn", batch, units, cells, task.startCode, weights.encoder);
  const taken: PlainGruStep[] = [];
  for (let t = 0; t < steps; t++) {
    const before = taken.at(-1)?.after ?? first;
    const inputSums = plainGateSums(velocityAt(task, t), 2, weights.input, weights.inputBias);
    const recurrentSums = plainGateSums(before, units, weights.recurrent, weights.recurrentBias);
    taken.push(plainGruStep(units, inputSums, recurrentSums, before));
  }
  return { first, taken };
}

/** Loss of the states after one step, nats, as its share in the mean, and the gradient of its logits [B, cells]. */
function plainReadout(task: PlainGruTask, weights: PlainGruWeights, state: Float64Array, t: number) {
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
export function plainGruLoss(task: PlainGruTask, weights: PlainGruWeights): number {
  const { taken } = plainGruStates(task, weights);
  const decay = weights.recurrent.reduce((sum, w) => sum + w * w, 0);
  return taken.reduce(
    (sum, { after }, t) => sum + plainReadout(task, weights, after, t).loss,
    task.weightDecay * decay,
  );
}

/** Gradient of plainGruLoss for every weight, by back-propagation through time. */
export function plainGruGradients(task: PlainGruTask, weights: PlainGruWeights): PlainGruWeights {
  const { steps, batch, units, cells } = task;
  const { first, taken } = plainGruStates(task, weights);
  const gradients: PlainGruWeights = {
    encoder: new Float64Array(cells * units),
    input: new Float64Array(2 * 3 * units),
    recurrent: weights.recurrent.map((w) => 2 * task.weightDecay * w),
    inputBias: new Float64Array(3 * units),
    recurrentBias: new Float64Array(3 * units),
    decoder: new Float64Array(units * cells),
  };
  let later: Float64Array = new Float64Array(batch * units);
  for (let t = steps - 1; t >= 0; t--) {
    const step = taken[t]!;
    const before = taken[t - 1]?.after ?? first;
    const logits = plainReadout(task, weights, step.after, t).gradient;
    addTo(gradients.decoder, plainMatmul("tn", units, cells, batch, step.after, logits));
    const gradient = plainMatmul("nt", batch, units, cells, logits, weights.decoder);
    addTo(gradient, later);
    const back = plainGruBack(units, step, before, gradient);
    addTo(gradients.input, plainMatmul("tn", 2, 3 * units, batch, velocityAt(task, t), back.inputDelta));
    addTo(gradients.inputBias, plainColumnSums(back.inputDelta, 3 * units));
    addTo(gradients.recurrent, plainMatmul("tn", units, 3 * units, batch, before, back.recurrentDelta));
    addTo(gradients.recurrentBias, plainColumnSums(back.recurrentDelta, 3 * units));
    later = plainMatmul("nt", batch, units, 3 * units, back.recurrentDelta, weights.recurrent);
    addTo(later, back.direct);
  }
  addTo(gradients.encoder, plainMatmul("tn", cells, units, batch, task.startCode, later));
  return gradients;
}

/** The sum of each column of a matrix. */
export function plainColumnSums(matrix: ArrayLike<number>, columns: number): Float64Array {
  const sums = new Float64Array(columns);
  for (let i = 0; i < matrix.length; i++) sums[i % columns]! += matrix[i]!;
  return sums;
}

function addTo(target: Float64Array, values: Float64Array): void {
  for (let i = 0; i < target.length; i++) target[i]! += values[i]!;
}
