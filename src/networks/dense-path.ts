/**
 * A block of trajectories through a network whose encoder and decoder are plain products, without biases: h0 = encoder(code of the
 * start), logits = decoder(state). How a state follows from the one before is the network's; it is given as `step` and `back`.
 */
import type { Engine } from "../engine/engine.ts";
import type { JobContext } from "../engine/job.ts";
import { multiply } from "../engine/product.ts";
import type { SharedArray } from "../engine/shared-array.ts";
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
  "decoder", // [units, cells]
  "states", // [T + 1, B, units], the first is the initial one
] as const;
export type DenseArguments = Readonly<Record<(typeof denseArguments)[number], number>>;

/** What a pass with gradients needs besides. */
export const denseTrainingArguments = [
  ...denseArguments,
  "logitGradient", // [T, B, cells]
  "delta", // [T + 1, B, units] gradient at each state
  "activeCounts", // float64 [blocks]
] as const;
export type DenseTrainingArguments = Readonly<Record<(typeof denseTrainingArguments)[number], number>>;

/** states[0] = code of the starts · encoder */
export function firstState(context: JobContext, a: DenseArguments, rows: BlockRows): void {
  // biome-ignore format: sizes, then one matrix a line
  context.matmul.multiply("nn", rows.count, a.units, a.cells,
    codeOfStarts(context, a, rows), a.cells,
    a.encoder, a.units,
    rowAddress(a.states, 0, rows, a, a.units), a.units, false);
}

/** logits [rows, cells] = states[t + 1] · decoder */
export function decodeState(
  context: JobContext,
  a: DenseArguments,
  rows: BlockRows,
  t: number,
  logits: number,
): void {
  // biome-ignore format: sizes, then one matrix a line
  context.matmul.multiply("nn", rows.count, a.cells, a.units,
    rowAddress(a.states, t + 1, rows, a, a.units), a.units,
    a.decoder, a.cells,
    logits, a.cells, false);
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
    if (!decoding) continue;
    decodeState(context, a, rows, t, logits);
    addDecodeErrors(context, a, rows, t, logits);
  }
}

/**
 * Forward through time with the loss, and back: everything but the gradients of weights, which need all blocks.
 * @param back makes of delta[t + 1], complete then, what it adds to delta[t]. delta[t] holds what the decoder says of that state;
 * delta[0] holds nothing, since the initial state is not decoded
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
    const logits = rowAddress(a.logitGradient, t, rows, a, a.cells);
    decodeState(context, a, rows, t, logits);
    scoreLogits(context, a, rows, t, logits);
    // biome-ignore format: sizes, then one matrix a line
    context.matmul.multiply("nt", rows.count, a.units, a.cells,
      logits, a.cells,
      a.decoder, a.cells,
      rowAddress(a.delta, t + 1, rows, a, a.units), a.units, false);
  }
  context.kernels.storeFloat64(a.activeCounts + block * 8, active);
  for (let t = a.steps - 1; t >= 0; t--) back(t);
}

/** out [samples, cells] = states [samples, units] · decoder */
export function decodeAll(
  engine: Engine,
  decoder: SharedArray<"float32">,
  states: number,
  samples: number,
  out: number,
): void {
  const [inner, columns] = decoder.shape as [number, number];
  multiply(engine, { left: states, right: decoder.pointer, out, rows: samples, inner, columns });
}
