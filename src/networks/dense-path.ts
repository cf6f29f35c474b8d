/**
 * A block of trajectories through a network whose encoder and decoder are plain layers: h0 = encoder(code of the start),
 * logits = decoder(state), or decoder(dropout(activation(bottleneck(state)))) where it has a bottleneck. How a state follows from the
 * one before is the network's; it is given as `step` and `back`.
 */
import type { JobContext } from "../engine/job.ts";
import { linearForward } from "../layers/linear-forward.ts";
import { bottleneckActivations } from "./dense-settings.ts";
import { floatBytes } from "./parameter-needs.ts";
import {
  addDecodeErrors,
  type BlockRows,
  codeOfStarts,
  pathArguments,
  rowAddress,
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

/**
 * read[t] of states[t + 1]: there is something to do only where there is a bottleneck. All rows of a batch may go on with those of the
 * next time steps. @param factors as of dropOut, or 0
 */
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
  const ofStep = Math.min(count, a.batch - rows.first);
  for (let done = 0; done < count; done += ofStep) {
    const at = done * a.readUnits * floatBytes;
    // biome-ignore format: where, the stream, sizes
    kernels.dropOut(output + at, factors && factors + at, draws, a.keep,
      a.dropoutKey0, a.dropoutKey1, a.dropoutFirst + rows.first,
      ofStep, a.readUnits, t + done / ofStep);
  }
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

/** The first states, then forward through time; what they say is dense-read-out.ts. @param step as above */
export function forwardRows(
  context: JobContext,
  a: DenseArguments,
  rows: BlockRows,
  step: (t: number) => void,
): void {
  firstState(context, a, rows);
  for (let t = 0; t < a.steps; t++) step(t);
}
