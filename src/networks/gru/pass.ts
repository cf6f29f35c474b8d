/** The GRU along the paths of one block of trajectories: forward, and with the loss forward and back through time. */
import { defineJob, type JobContext } from "../../engine/job.ts";
import { gruBackward, gruForward } from "../../layers/gru-cell.ts";
import { denseArguments, forwardRows, rollOutRows } from "../dense-path.ts";
import { readOutArguments } from "../dense-read-out.ts";
import { floatBytes } from "../parameter-needs.ts";
import { type BlockRows, rowAddress, rowsOfBlock, scratchOf } from "../path-block.ts";

const gruArguments = [
  "inputScale",
  "input",
  "recurrent",
  "inputBias",
  "recurrentBias",
  "gates", // [T, B, 3 * units] reset, update, candidate; 0 in a roll-out that keeps none
] as const;
const forwardArguments = [...denseArguments, ...gruArguments] as const;
export type ForwardArguments = Readonly<Record<(typeof forwardArguments)[number], number>>;

/** What a step leaves for the step back, as addresses. */
interface Kept {
  readonly gates: number; // [rows, 3 * units]
  readonly recurrentCandidate: number; // [rows, units]
}

function step(context: JobContext, a: ForwardArguments, rows: BlockRows, t: number, kept: Kept): void {
  gruForward(context, {
    ...{ rows: rows.count, units: a.units, inputs: a.inputs, inputScale: a.inputScale },
    input: rowAddress(a.velocity, t, rows, a, a.inputs),
    inputWeights: a.input,
    recurrentWeights: a.recurrent,
    inputBias: a.inputBias,
    recurrentBias: a.recurrentBias,
    before: rowAddress(a.states, t, rows, a, a.units),
    ...kept,
    after: rowAddress(a.states, t + 1, rows, a, a.units),
  });
}

/** Forward through time; the states stay, and the gates where they are wanted. */
export const rollOutBlock = defineJob(
  import.meta.url,
  "gru/roll-out",
  [...forwardArguments, "decoding"],
  (context, block, a) => {
    const rows = rowsOfBlock(block, a);
    const { own } = scratchOf(context, a, rows.count);
    rollOutRows(context, a, rows, a.decoding !== 0, (t) =>
      step(context, a, rows, t, {
        recurrentCandidate: own,
        gates: a.gates
          ? rowAddress(a.gates, t, rows, a, 3 * a.units)
          : own + rows.count * a.units * floatBytes,
      }),
    );
  },
);

/** Own scratch memory of `rollOutBlock`. */
export const rollOutScratchBytes = (rows: number, units: number): number => 4 * rows * units * floatBytes;

const trainingArguments = [
  ...readOutArguments,
  ...gruArguments,
  "recurrentCandidate", // [T, B, units] what the reset gate lets through
  "inputDelta", // [T, B, 3 * units] gradient at what the gates hear of the velocity
  "recurrentDelta", // [T, B, 3 * units] at what they hear of the state before
] as const;
type TrainingArguments = Readonly<Record<(typeof trainingArguments)[number], number>>;

const keptOf = (a: TrainingArguments, rows: BlockRows, t: number): Kept => ({
  gates: rowAddress(a.gates, t, rows, a, 3 * a.units),
  recurrentCandidate: rowAddress(a.recurrentCandidate, t, rows, a, a.units),
});

/** Forward through time. */
export const forwardBlock = defineJob(
  import.meta.url,
  "gru/forward",
  trainingArguments,
  (context, block, a) => {
    const rows = rowsOfBlock(block, a);
    forwardRows(context, a, rows, (t) => step(context, a, rows, t, keptOf(a, rows, t)));
  },
);

/** Back through time, from what each state heard of the loss by itself. */
export const backwardBlock = defineJob(
  import.meta.url,
  "gru/backward",
  trainingArguments,
  (context, block, a) => {
    const rows = rowsOfBlock(block, a);
    for (let t = a.steps - 1; t >= 0; t--) {
      gruBackward(context, {
        ...{ rows: rows.count, units: a.units },
        recurrentWeights: a.recurrent,
        ...keptOf(a, rows, t),
        before: rowAddress(a.states, t, rows, a, a.units),
        gradient: rowAddress(a.delta, t + 1, rows, a, a.units),
        inputDelta: rowAddress(a.inputDelta, t, rows, a, 3 * a.units),
        recurrentDelta: rowAddress(a.recurrentDelta, t, rows, a, 3 * a.units),
        gradientBefore: rowAddress(a.delta, t, rows, a, a.units),
        // The initial state hears of the next one alone.
        accumulate: t > 0,
      });
    }
  },
);
