import type { JobContext } from "../engine/job.ts";
import { defineJob } from "../engine/job.ts";
import {
  type BlockRows,
  decode,
  decodeErrorSum,
  encodePositions,
  type ForwardArguments,
  forwardArguments,
  initialState,
  recurrentStep,
  rowAddress,
  rowsOfBlock,
} from "./forward.ts";

/**
 * Forward through time, loss, and back through time for one block of trajectories: everything but the
 * weight gradients, which need all blocks (weight-gradients.ts).
 * `logitGradient` [T, B, cells] and `delta` [T + 1, B, units] (gradient at the input of each state) are left for them.
 */
export const trainingArguments = [
  ...forwardArguments,
  "targets", // [T, B, cells] when given, 0 when they are to be encoded from `position`
  "logitGradient",
  "delta",
  "lossSums",
  "errorSums",
  "activeCounts",
] as const;
type TrainingArguments = Readonly<Record<(typeof trainingArguments)[number], number>>;

export const trainingBlock = defineJob(
  import.meta.url,
  "model/training-pass",
  trainingArguments,
  (context, block, a) => {
    const rows = rowsOfBlock(block, a);
    const sums = forwardWithLoss(context, a, rows);
    backThroughTime(context, a, rows);
    context.kernels.storeFloat64(a.lossSums + block * 8, sums.loss);
    context.kernels.storeFloat64(a.errorSums + block * 8, sums.error);
    context.kernels.storeFloat64(a.activeCounts + block * 8, sums.active);
  },
);

function forwardWithLoss(context: JobContext, a: TrainingArguments, rows: BlockRows) {
  const scratchTargets = context.scratch;
  const decoded = scratchTargets + rows.count * a.cells * 4;
  const scale = 1 / (a.steps * a.batch);
  let loss = 0;
  let error = 0;
  let active = 0;
  initialState(context, a, rows);
  for (let t = 0; t < a.steps; t++) {
    active += recurrentStep(context, a, rows, t);
    const logits = rowAddress(a.logitGradient, t, rows, a, a.cells);
    decode(context, a, rows, t, logits);
    const positions = rowAddress(a.position, t, rows, a, 2);
    error += decodeErrorSum(context, a, logits, positions, rows.count, decoded);
    const targets = a.targets ? rowAddress(a.targets, t, rows, a, a.cells) : scratchTargets;
    if (!a.targets) encodePositions(context, a, positions, rows.count, targets);
    loss += context.kernels.softmaxCrossEntropy(logits, targets, rows.count, a.cells, scale);
  }
  return { loss, error, active };
}

function backThroughTime(context: JobContext, a: TrainingArguments, rows: BlockRows): void {
  for (let t = a.steps; t >= 0; t--) {
    const delta = rowAddress(a.delta, t, rows, a, a.units);
    if (t > 0) fromDecoder(context, a, rows, t, delta);
    if (t < a.steps) fromNextStep(context, a, rows, t, delta, t > 0);
    if (t > 0) {
      const hidden = rowAddress(a.hidden, t, rows, a, a.units);
      context.kernels.recurrentDerivative(delta, hidden, rows.count * a.units, a.activation);
    }
  }
}

/** delta = logitGradient[t - 1] · decoderᵀ */
function fromDecoder(
  context: JobContext,
  a: ForwardArguments & { logitGradient: number },
  rows: BlockRows,
  t: number,
  delta: number,
): void {
  const gradient = rowAddress(a.logitGradient, t - 1, rows, a, a.cells);
  // biome-ignore format: sizes, then one matrix a line
  context.matmul.multiply("nt", rows.count, a.units, a.cells,
    gradient, a.cells,
    a.decoder, a.cells,
    delta, a.units, false);
}

/** delta (+)= delta[t + 1] · recurrentᵀ */
function fromNextStep(
  context: JobContext,
  a: TrainingArguments,
  rows: BlockRows,
  t: number,
  delta: number,
  accumulate: boolean,
): void {
  const next = rowAddress(a.delta, t + 1, rows, a, a.units);
  // biome-ignore format: sizes, then one matrix a line
  context.matmul.multiply("nt", rows.count, a.units, a.units,
    next, a.units,
    a.recurrent, a.units,
    delta, a.units, accumulate);
}
