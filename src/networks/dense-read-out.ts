/**
 * What the states of a batch say once all of them are there: bottleneck, decoder and loss, and the gradients back to each state. Other
 * than the states no sample waits for another, so that blocks are of samples and not of trajectories: a batch of ten trajectories
 * gives products of as many rows as one of hundreds, and every thread gets its share.
 */
import type { Engine } from "../engine/engine.ts";
import { defineJob, type JobContext } from "../engine/job.ts";
import { decodeState, denseArguments, readState } from "./dense-path.ts";
import { bottleneckActivations } from "./dense-settings.ts";
import { type BlockRows, rowAddress, scoreLogits, scratchBytesOf } from "./path-block.ts";

/** What a pass with gradients needs besides. */
export const readOutArguments = [
  ...denseArguments,
  "dropoutFactors", // [T, B, readUnits], or 0: there is no dropout
  "logitGradient", // [T, B, cells]
  "readDelta", // [T, B, readUnits] gradient at the sums of a bottleneck, or 0: there is none
  "delta", // [T + 1, B, units] gradient at each state
  "activeCounts", // float64 [blocks]
  "stepsTogether", // time steps of a block; several only with all rows of the batch
  "rowsTogether", // rows of each
] as const;
export type ReadOutArguments = Readonly<Record<(typeof readOutArguments)[number], number>>;

/** So that packing the weights takes little beside multiplying with them. */
const mostSamples = 64;

/** How the samples [T, B] are cut: whole time steps of a small batch, parts of one of a large. Never by the number of threads. */
export function cutSamples(steps: number, batch: number) {
  const parts = Math.ceil(batch / mostSamples);
  const rowsTogether = Math.min(batch, 4 * Math.ceil(batch / (4 * parts)));
  const stepsTogether = parts > 1 ? 1 : Math.min(steps, Math.floor(mostSamples / batch));
  const blocks = Math.ceil(steps / stepsTogether) * Math.ceil(batch / rowsTogether);
  return { stepsTogether, rowsTogether, blocks };
}

const readOutBlock = defineJob(
  import.meta.url,
  "networks/read-out",
  readOutArguments,
  (context, block, a) => {
    const perStep = Math.ceil(a.batch / a.rowsTogether);
    const t = Math.floor(block / perStep) * a.stepsTogether;
    const first = (block % perStep) * a.rowsTogether;
    const steps = Math.min(a.stepsTogether, a.steps - t);
    const rows = { first, count: steps * Math.min(a.rowsTogether, a.batch - first) };
    const active = context.kernels.countNonZero(
      rowAddress(a.states, t + 1, rows, a, a.units),
      rows.count * a.units,
    );
    context.kernels.storeFloat64(a.activeCounts + block * 8, active);
    readState(context, a, rows, t, a.dropoutFactors && rowAddress(a.dropoutFactors, t, rows, a, a.readUnits));
    const logits = rowAddress(a.logitGradient, t, rows, a, a.cells);
    decodeState(context, a, rows, t, logits);
    scoreLogits(context, a, rows, t, logits);
    fromDecoder(context, a, rows, t);
  },
);

/**
 * From all states to the loss and back: fills `logitGradient`, `readDelta`, `read` and delta[1 …], each of which holds what is read of
 * that state says of it. delta[0] holds nothing, since the initial state is not read.
 */
export function readOut(engine: Engine, values: ReadOutArguments): void {
  const { steps, batch, stepsTogether, rowsTogether } = values;
  const { blocks } = cutSamples(steps, batch);
  const most = scratchBytesOf(engine, values, stepsTogether * rowsTogether);
  engine.pool.run(readOutBlock, blocks, values, most);
}

/** delta[t + 1] = gradient of the logits, back through decoder and bottleneck */
function fromDecoder(context: JobContext, a: ReadOutArguments, rows: BlockRows, t: number): void {
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
