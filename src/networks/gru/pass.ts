/** The GRU along the paths of one block of trajectories: forward, and with the loss forward and back through time. */
import { defineJob, type JobContext } from "../../engine/job.ts";
import { gruBackward, gruForward } from "../../layers/gru-cell.ts";
import { floatBytes } from "../memory-need.ts";
import {
  addDecodeErrors,
  type BlockRows,
  codeOfStarts,
  pathArguments,
  rowAddress,
  rowsOfBlock,
  scoreLogits,
  scratchOf,
} from "../path-block.ts";

export const forwardArguments = [
  ...pathArguments,
  "units",
  "velocityScale",
  "encoder",
  "input",
  "recurrent",
  "inputBias",
  "recurrentBias",
  "decoder",
  "states", // [T + 1, B, units], the first is the initial one
  "gates", // [T, B, 3 * units] reset, update, candidate; 0 in a roll-out that keeps none
] as const;
export type ForwardArguments = Readonly<Record<(typeof forwardArguments)[number], number>>;

/** What a step leaves for the step back, as addresses. */
interface Kept {
  readonly gates: number; // [rows, 3 * units]
  readonly recurrentCandidate: number; // [rows, units]
}

function initialState(context: JobContext, a: ForwardArguments, rows: BlockRows): void {
  // biome-ignore format: sizes, then one matrix a line
  context.matmul.multiply("nn", rows.count, a.units, a.cells,
    codeOfStarts(context, a, rows), a.cells,
    a.encoder, a.units,
    rowAddress(a.states, 0, rows, a, a.units), a.units, false);
}

function step(context: JobContext, a: ForwardArguments, rows: BlockRows, t: number, kept: Kept): void {
  gruForward(context, {
    ...{ rows: rows.count, units: a.units, inputs: 2, inputScale: a.velocityScale },
    input: rowAddress(a.velocity, t, rows, a, 2),
    inputWeights: a.input,
    recurrentWeights: a.recurrent,
    inputBias: a.inputBias,
    recurrentBias: a.recurrentBias,
    before: rowAddress(a.states, t, rows, a, a.units),
    ...kept,
    after: rowAddress(a.states, t + 1, rows, a, a.units),
  });
}

/** logits [rows, cells] = the state after step `t` · decoder */
function decode(context: JobContext, a: ForwardArguments, rows: BlockRows, t: number, logits: number): void {
  // biome-ignore format: sizes, then one matrix a line
  context.matmul.multiply("nn", rows.count, a.cells, a.units,
    rowAddress(a.states, t + 1, rows, a, a.units), a.units,
    a.decoder, a.cells,
    logits, a.cells, false);
}

export const rollOutBlock = defineJob(
  import.meta.url,
  "gru/roll-out",
  [...forwardArguments, "decoding"],
  (context, block, a) => {
    const rows = rowsOfBlock(block, a);
    const { codes: logits, own } = scratchOf(context, a, rows.count);
    initialState(context, a, rows);
    for (let t = 0; t < a.steps; t++) {
      step(context, a, rows, t, {
        recurrentCandidate: own,
        gates: a.gates
          ? rowAddress(a.gates, t, rows, a, 3 * a.units)
          : own + rows.count * a.units * floatBytes,
      });
      if (!a.decoding) continue;
      decode(context, a, rows, t, logits);
      addDecodeErrors(context, a, rows, t, logits);
    }
  },
);

/** Own scratch memory of `rollOutBlock`. */
export const rollOutScratchBytes = (rows: number, units: number): number => 4 * rows * units * floatBytes;

export const trainingBlock = defineJob(
  import.meta.url,
  "gru/training-pass",
  [
    ...forwardArguments,
    "recurrentCandidate", // [T, B, units] what the reset gate lets through
    "logitGradient", // [T, B, cells]
    "delta", // [T + 1, B, units] gradient at each state
    "inputDelta", // [T, B, 3 * units] gradient at what the gates hear of the velocity
    "recurrentDelta", // [T, B, 3 * units] at what they hear of the state before
    "activeCounts", // float64 [blocks]
  ],
  (context, block, a) => {
    const rows = rowsOfBlock(block, a);
    const kept = (t: number): Kept => ({
      gates: rowAddress(a.gates, t, rows, a, 3 * a.units),
      recurrentCandidate: rowAddress(a.recurrentCandidate, t, rows, a, a.units),
    });
    let active = 0;
    initialState(context, a, rows);
    for (let t = 0; t < a.steps; t++) {
      step(context, a, rows, t, kept(t));
      const state = rowAddress(a.states, t + 1, rows, a, a.units);
      active += context.kernels.countNonZero(state, rows.count * a.units);
      const logits = rowAddress(a.logitGradient, t, rows, a, a.cells);
      decode(context, a, rows, t, logits);
      scoreLogits(context, a, rows, t, logits);
      // biome-ignore format: sizes, then one matrix a line
      context.matmul.multiply("nt", rows.count, a.units, a.cells,
        logits, a.cells,
        a.decoder, a.cells,
        rowAddress(a.delta, t + 1, rows, a, a.units), a.units, false);
    }
    context.kernels.storeFloat64(a.activeCounts + block * 8, active);
    for (let t = a.steps - 1; t >= 0; t--) {
      gruBackward(context, {
        ...{ rows: rows.count, units: a.units },
        recurrentWeights: a.recurrent,
        ...kept(t),
        before: rowAddress(a.states, t, rows, a, a.units),
        gradient: rowAddress(a.delta, t + 1, rows, a, a.units),
        inputDelta: rowAddress(a.inputDelta, t, rows, a, 3 * a.units),
        recurrentDelta: rowAddress(a.recurrentDelta, t, rows, a, 3 * a.units),
        gradientBefore: rowAddress(a.delta, t, rows, a, a.units),
        // The initial state is not decoded: it hears of the next one alone.
        accumulate: t > 0,
      });
    }
  },
);
