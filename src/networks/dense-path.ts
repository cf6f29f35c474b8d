/**
 * A block of trajectories through a network whose encoder and decoder are plain layers: h0 = encoder(code of the start),
 * logits = decoder(state), or decoder(dropout(activation(bottleneck(state)))) where it has a bottleneck. How a state follows from the
 * one before is the network's; it is given as `step` and `back`.
 */
import type { JobContext } from "../engine/job.ts";
import { linearForward } from "../layers/linear-forward.ts";
import { bottleneckActivations } from "./dense-settings.ts";
import {
  addDecodeErrors,
  type BlockRows,
  codeOfStarts,
  pathArguments,
  rowAddress,
  scoreLogits,
  scratchOf,
} from "./path-block.ts";

export const denseArguments = [
  ...pathArguments,
  "units",
  "encoder", // [cells, units]
  "encoderBias", // [units], or 0: there is none
  "bottleneck", // [units, readUnits], or 0: there is none
  "bottleneckBias", // [readUnits], or 0: there is none
  "bottleneckActivation",
  "readUnits", // what the decoder reads: the bottleneck's units, or else the states'
  "keep", // float64 [readUnits] probabilities, or 0: there is no dropout
  "dropoutKey0",
  "dropoutKey1",
  "dropoutFirst", // number of the first trajectory
  "decoder", // [readUnits, cells]
  "decoderBias", // [cells], or 0: there is none
  "states", // [T + 1, B, units], the first is the initial one
  "read", // [T, B, readUnits] what the decoder reads; without a bottleneck the states after the first. 0: it is not wanted
] as const;
export type DenseArguments = Readonly<Record<(typeof denseArguments)[number], number>>;

/** What a pass with gradients needs besides. */
export const denseTrainingArguments = [
  ...denseArguments,
  "dropoutFactors", // [T, B, readUnits], or 0: there is no dropout
  "logitGradient", // [T, B, cells]
  "readDelta", // [T, B, readUnits] gradient at the sums of a bottleneck, or 0: there is none
  "delta", // [T + 1, B, units] gradient at each state
  "activeCounts", // float64 [blocks]
] as const;
export type DenseTrainingArguments = Readonly<Record<(typeof denseTrainingArguments)[number], number>>;

/** states[0] = code of the starts · encoder + bias */
export function firstState(context: JobContext, a: DenseArguments, rows: BlockRows): void {
  linearForward(context, {
    ...{ rows: rows.count, inner: a.cells, columns: a.units },
    input: codeOfStarts(context, a, rows),
    weights: a.encoder,
    bias: a.encoderBias,
    output: rowAddress(a.states, 0, rows, a, a.units),
  });
}

/** read[t] of states[t + 1]: there is something to do only where there is a bottleneck. @param factors as of dropOut, or 0 */
export function readState(
  context: JobContext,
  a: DenseArguments,
  rows: BlockRows,
  t: number,
  factors: number,
): void {
  if (!a.bottleneck) return;
  const { kernels } = context;
  const { count } = rows;
  const output = rowAddress(a.read, t, rows, a, a.readUnits);
  linearForward(context, {
    ...{ rows: count, inner: a.units, columns: a.readUnits },
    input: rowAddress(a.states, t + 1, rows, a, a.units),
    weights: a.bottleneck,
    bias: a.bottleneckBias,
    output,
  });
  if (a.bottleneckActivation !== bottleneckActivations.linear) {
    kernels.activate(output, count * a.readUnits, a.bottleneckActivation);
  }
  if (!a.keep) return;
  const { draws } = scratchOf(context, a, count);
  const first = a.dropoutFirst + rows.first;
  // biome-ignore format: where, the stream, sizes
  kernels.dropOut(output, factors, draws, a.keep,
    a.dropoutKey0, a.dropoutKey1, first,
    count, a.readUnits, t);
}

/** logits [rows, cells] = read[t] · decoder + bias */
export function decodeState(
  context: JobContext,
  a: DenseArguments,
  rows: BlockRows,
  t: number,
  logits: number,
): void {
  linearForward(context, {
    ...{ rows: rows.count, inner: a.readUnits, columns: a.cells },
    input: rowAddress(a.read, t, rows, a, a.readUnits),
    weights: a.decoder,
    bias: a.decoderBias,
    output: logits,
  });
}

/** Forward through time. @param step makes states[t + 1] of states[t] for these rows */
export function rollOutRows(
  context: JobContext,
  a: DenseArguments,
  rows: BlockRows,
  decoding: boolean,
  step: (t: number) => void,
): void {
  const { codes: logits } = scratchOf(context, a, rows.count);
  firstState(context, a, rows);
  for (let t = 0; t < a.steps; t++) {
    step(t);
    if (a.read) readState(context, a, rows, t, 0);
    if (!decoding) continue;
    decodeState(context, a, rows, t, logits);
    addDecodeErrors(context, a, rows, t, logits);
  }
}

/**
 * Forward through time with the loss, and back: everything but the gradients of weights, which need all blocks.
 * @param back makes of delta[t + 1], complete then, what it adds to delta[t]. delta[t] holds what is read of that state says of it;
 * delta[0] holds nothing, since the initial state is not read
 */
export function trainRows(
  context: JobContext,
  block: number,
  a: DenseTrainingArguments,
  rows: BlockRows,
  { step, back }: { readonly step: (t: number) => void; readonly back: (t: number) => void },
): void {
  let active = 0;
  firstState(context, a, rows);
  for (let t = 0; t < a.steps; t++) {
    step(t);
    const state = rowAddress(a.states, t + 1, rows, a, a.units);
    active += context.kernels.countNonZero(state, rows.count * a.units);
    const factors = a.dropoutFactors && rowAddress(a.dropoutFactors, t, rows, a, a.readUnits);
    readState(context, a, rows, t, factors);
    const logits = rowAddress(a.logitGradient, t, rows, a, a.cells);
    decodeState(context, a, rows, t, logits);
    scoreLogits(context, a, rows, t, logits);
    fromDecoder(context, a, rows, t);
  }
  context.kernels.storeFloat64(a.activeCounts + block * 8, active);
  for (let t = a.steps - 1; t >= 0; t--) back(t);
}

/** delta[t + 1] = gradient of the logits, back through decoder and bottleneck */
function fromDecoder(context: JobContext, a: DenseTrainingArguments, rows: BlockRows, t: number): void {
  const { kernels, matmul } = context;
  const { count } = rows;
  const delta = rowAddress(a.delta, t + 1, rows, a, a.units);
  const readDelta = a.bottleneck ? rowAddress(a.readDelta, t, rows, a, a.readUnits) : delta;
  // biome-ignore format: sizes, then one matrix a line
  matmul.multiply("nt", count, a.readUnits, a.cells,
    rowAddress(a.logitGradient, t, rows, a, a.cells), a.cells,
    a.decoder, a.cells,
    readDelta, a.readUnits, false);
  if (!a.bottleneck) return;
  const read = rowAddress(a.read, t, rows, a, a.readUnits);
  const values = count * a.readUnits;
  if (a.keep) {
    const factors = rowAddress(a.dropoutFactors, t, rows, a, a.readUnits);
    kernels.dropoutDerivative(readDelta, read, factors, values, a.bottleneckActivation);
  } else if (a.bottleneckActivation !== bottleneckActivations.linear) {
    kernels.recurrentDerivative(readDelta, read, values, a.bottleneckActivation);
  }
  // biome-ignore format: sizes, then one matrix a line
  matmul.multiply("nt", count, a.units, a.readUnits,
    readDelta, a.readUnits,
    a.bottleneck, a.readUnits,
    delta, a.units, false);
}
