import { plainMatmul } from "./matmul.ts";

/** Weights [in, out] in float64; see src/networks/rnn/path-rnn.ts. */
export interface PlainWeights {
  encoder: Float64Array; // [cells, units]
  input: Float64Array; // [2, units]
  recurrent: Float64Array; // [units, units]
  decoder: Float64Array; // [units, cells]
}

export interface PlainTask {
  steps: number;
  batch: number;
  units: number;
  cells: number;
  activation: "relu" | "tanh";
  weightDecay: number;
  velocity: ArrayLike<number>; // [T, B, 2], in the unit of the input weights
  startCode: ArrayLike<number>; // [B, cells]
  targets: ArrayLike<number>; // [T, B, cells]
}

const derivative = (activation: string, h: number) => (activation === "relu" ? (h > 0 ? 1 : 0) : 1 - h * h);

/** hidden [T + 1][B * units]: h0 = startCode · encoder, h_t = phi(h_{t-1} · recurrent + v_t · input). */
export function plainStates(task: PlainTask, weights: PlainWeights): Float64Array[] {
  const { steps, batch, units, cells } = task;
  const phi = task.activation === "relu" ? (x: number) => Math.max(0, x) : Math.tanh;
  const states = [plainMatmul("nn", batch, units, cells, task.startCode, weights.encoder)];
  for (let t = 0; t < steps; t++) {
    const next = plainMatmul("nn", batch, units, units, states[t]!, weights.recurrent);
    for (let b = 0; b < batch; b++) {
      const [vx, vy] = [task.velocity[(t * batch + b) * 2]!, task.velocity[(t * batch + b) * 2 + 1]!];
      for (let i = 0; i < units; i++) {
        const at = b * units + i;
        next[at] = phi(next[at]! + vx * weights.input[i]! + vy * weights.input[units + i]!);
      }
    }
    states.push(next);
  }
  return states;
}

/** Loss = mean over (t, b) of -sum target ln softmax(logits), plus weightDecay * sum(recurrent²). */
export function plainLoss(task: PlainTask, weights: PlainWeights): number {
  const { steps, batch, units, cells } = task;
  const states = plainStates(task, weights);
  let loss = 0;
  for (let t = 0; t < steps; t++) {
    const logits = plainMatmul("nn", batch, cells, units, states[t + 1]!, weights.decoder);
    for (let b = 0; b < batch; b++) {
      const row = logits.subarray(b * cells, (b + 1) * cells);
      const top = Math.max(...row);
      const logSum = top + Math.log(row.reduce((sum, x) => sum + Math.exp(x - top), 0));
      for (let i = 0; i < cells; i++) loss -= task.targets[(t * batch + b) * cells + i]! * (row[i]! - logSum);
    }
  }
  const decay = weights.recurrent.reduce((sum, w) => sum + w * w, 0);
  return loss / (steps * batch) + task.weightDecay * decay;
}

/** Gradient of plainLoss for every weight, by back-propagation through time. */
export function plainGradients(task: PlainTask, weights: PlainWeights): PlainWeights {
  const { steps, batch, units, cells } = task;
  const states = plainStates(task, weights);
  const gradients: PlainWeights = {
    encoder: new Float64Array(cells * units),
    input: new Float64Array(2 * units),
    recurrent: weights.recurrent.map((w) => 2 * task.weightDecay * w),
    decoder: new Float64Array(units * cells),
  };
  let later: Float64Array = new Float64Array(batch * units);
  for (let t = steps; t >= 1; t--) {
    const dLogits = logitGradient(
      task,
      plainMatmul("nn", batch, cells, units, states[t]!, weights.decoder),
      t - 1,
    );
    addTo(gradients.decoder, plainMatmul("tn", units, cells, batch, states[t]!, dLogits));
    const delta = plainMatmul("nt", batch, units, cells, dLogits, weights.decoder);
    addTo(delta, later);
    for (let i = 0; i < delta.length; i++) delta[i]! *= derivative(task.activation, states[t]![i]!);
    const velocity = Array.from({ length: batch * 2 }, (_, i) => task.velocity[(t - 1) * batch * 2 + i]!);
    addTo(gradients.input, plainMatmul("tn", 2, units, batch, velocity, delta));
    addTo(gradients.recurrent, plainMatmul("tn", units, units, batch, states[t - 1]!, delta));
    later = plainMatmul("nt", batch, units, units, delta, weights.recurrent);
  }
  addTo(gradients.encoder, plainMatmul("tn", cells, units, batch, task.startCode, later));
  return gradients;
}

function logitGradient(task: PlainTask, logits: Float64Array, t: number): Float64Array {
  const { steps, batch, cells } = task;
  const gradient = new Float64Array(batch * cells);
  for (let b = 0; b < batch; b++) {
    const row = logits.subarray(b * cells, (b + 1) * cells);
    const top = Math.max(...row);
    const powers = row.map((x) => Math.exp(x - top));
    const total = powers.reduce((sum, x) => sum + x, 0);
    const target = Array.from({ length: cells }, (_, i) => task.targets[(t * batch + b) * cells + i]!);
    const weight = target.reduce((sum, y) => sum + y, 0);
    for (let i = 0; i < cells; i++) {
      gradient[b * cells + i] = ((powers[i]! / total) * weight - target[i]!) / (steps * batch);
    }
  }
  return gradient;
}

function addTo(target: Float64Array, values: Float64Array): void {
  for (let i = 0; i < target.length; i++) target[i]! += values[i]!;
}
