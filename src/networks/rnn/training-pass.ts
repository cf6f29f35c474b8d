/** Forward through time with the loss, and back, for one block of trajectories; weight gradients are weight-gradients.ts. */
import { defineJob, type JobContext } from "../../engine/job.ts";
import { type BlockRows, rowAddress, rowsOfBlock, scoreLogits } from "../path-block.ts";
import { decodeStates, forwardArguments, initialState, listsOfBlock, recurrentStep } from "./forward.ts";
import { dotsWhereListed, type Lists, timesPanels } from "./lists.ts";
import { packSamples } from "./sample-segments.ts";

/**
 * Forward through time, loss, and back through time for one block of trajectories: everything but the
 * weight gradients, which need all blocks (weight-gradients.ts).
 * `logitGradient` and `delta` (gradient at the input of each state) are left for them, as rows or packed.
 */
export const trainingArguments = [
  ...forwardArguments,
  "logitGradient", // [T, B, cells]
  "delta", // [T + 1, B, units]
  "logitPanels", // packed samples of logitGradient, or 0
  "deltaPanels", // packed samples of delta after the first, or 0
  "dotsWhereActive", // whether only active units hear from the decoder
  "transposedPanels", // packed recurrentᵀ for products over lists, or 0: dense
  "activeCounts", // float64 [blocks]
] as const;
type TrainingArguments = Readonly<Record<(typeof trainingArguments)[number], number>>;

export const trainingBlock = defineJob(
  import.meta.url,
  "rnn/training-pass",
  trainingArguments,
  (context, block, a) => {
    const rows = rowsOfBlock(block, a);
    const active = forwardWithLoss(context, a, rows);
    backThroughTime(context, a, rows);
    context.kernels.storeFloat64(a.activeCounts + block * 8, active);
  },
);

/** @returns the number of activities that are not zero */
function forwardWithLoss(context: JobContext, a: TrainingArguments, rows: BlockRows): number {
  const lists = listsOfBlock(context, a, rows.count);
  let active = 0;
  initialState(context, a, rows, lists);
  for (let t = 0; t < a.steps; t++) {
    active += recurrentStep(context, a, rows, t, lists);
    const logits = rowAddress(a.logitGradient, t, rows, a, a.cells);
    decodeStates(context, a, rows, t, lists, logits);
    scoreLogits(context, a, rows, t, logits);
    if (a.logitPanels) packSamples(context, logits, a.cells, a.logitPanels, t, rows, a.batch);
    fromDecoder(context, a, rows, t, lists);
  }
  return active;
}

/** delta[t + 1] = logitGradient[t] · decoderᵀ; where a unit was silent it does not count and is not always computed. */
function fromDecoder(
  context: JobContext,
  a: TrainingArguments,
  rows: BlockRows,
  t: number,
  lists: Lists,
): void {
  const gradient = rowAddress(a.logitGradient, t, rows, a, a.cells);
  const delta = rowAddress(a.delta, t + 1, rows, a, a.units);
  if (a.dotsWhereActive) {
    dotsWhereListed(context, rows.count, a.cells, a.units, gradient, a.decoder, lists, delta);
    return;
  }
  // biome-ignore format: sizes, then one matrix a line
  context.matmul.multiply("nt", rows.count, a.units, a.cells,
    gradient, a.cells,
    a.decoder, a.cells,
    delta, a.units, false);
}

function backThroughTime(context: JobContext, a: TrainingArguments, rows: BlockRows): void {
  const lists = listsOfBlock(context, a, rows.count);
  for (let t = a.steps; t >= 0; t--) {
    const delta = rowAddress(a.delta, t, rows, a, a.units);
    if (t < a.steps) fromNextStep(context, a, rows, t, lists);
    if (t === 0) return;
    throughActivation(context, a, rows, t, lists);
    if (a.deltaPanels) packSamples(context, delta, a.units, a.deltaPanels, t - 1, rows, a.batch);
  }
}

/** delta[t] (+)= delta[t + 1] · recurrentᵀ; `lists` are those of delta[t + 1]. The first state has no decoder. */
function fromNextStep(
  context: JobContext,
  a: TrainingArguments,
  rows: BlockRows,
  t: number,
  lists: Lists,
): void {
  const delta = rowAddress(a.delta, t, rows, a, a.units);
  if (a.transposedPanels) {
    timesPanels(context, rows.count, a.units, a.units, lists, a.transposedPanels, delta, t > 0);
    return;
  }
  const next = rowAddress(a.delta, t + 1, rows, a, a.units);
  // biome-ignore format: sizes, then one matrix a line
  context.matmul.multiply("nt", rows.count, a.units, a.units,
    next, a.units,
    a.recurrent, a.units,
    delta, a.units, t > 0);
}

/** delta[t] times the derivative of the activation; listed when the next product wants lists. */
function throughActivation(
  { kernels }: JobContext,
  a: TrainingArguments,
  rows: BlockRows,
  t: number,
  lists: Lists,
): void {
  const delta = rowAddress(a.delta, t, rows, a, a.units);
  const hidden = rowAddress(a.states, t, rows, a, a.units);
  if (a.transposedPanels) {
    kernels.maskAndList(delta, hidden, rows.count, a.units, lists.entries, lists.counts);
  } else {
    kernels.recurrentDerivative(delta, hidden, rows.count * a.units, a.activation);
  }
}
