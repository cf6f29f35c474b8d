/** The LSTM along the paths of one block of trajectories: forward, and with the loss forward and back through time. */
import { defineJob, type JobContext } from "../../engine/job.ts";
import { lstmBackward, lstmForward } from "../../layers/lstm-cell.ts";
import { denseArguments, denseTrainingArguments, rollOutRows, trainRows } from "../dense-path.ts";
import { floatBytes } from "../parameter-needs.ts";
import { type BlockRows, rowAddress, rowsOfBlock, scratchOf } from "../path-block.ts";

const lstmArguments = [
  "inputScale",
  "forgetBias",
  "cellActivation",
  "cellEncoder", // [cells of the code, units]
  "input",
  "recurrent",
  "inputBias",
  "recurrentBias", // or 0: there is none
  "cellStates", // [T + 1, B, units], the first is the initial one; in a roll-out that keeps none [B, units]
  "gates", // [T, B, 4 * units] input, forget, candidate, output; 0 in a roll-out that keeps none
] as const;
const forwardArguments = [...denseArguments, ...lstmArguments] as const;
export type ForwardArguments = Readonly<Record<(typeof forwardArguments)[number], number>>;

/** What a step leaves for the step back, and the cells that it goes through, as addresses. */
interface Kept {
  readonly cellsBefore: number; // [rows, units]
  readonly cellsAfter: number; // [rows, units]
  readonly gates: number; // [rows, 4 * units]
  readonly squashed: number; // [rows, units]
}

function step(context: JobContext, a: ForwardArguments, rows: BlockRows, t: number, kept: Kept): void {
  lstmForward(context, {
    ...{ rows: rows.count, units: a.units, inputs: a.inputs, inputScale: a.inputScale },
    ...{ forgetBias: a.forgetBias, activation: a.cellActivation },
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

/** cellStates[0] = code of the starts · cellEncoder, once the code is there. */
function firstCells(context: JobContext, a: ForwardArguments, rows: BlockRows): void {
  // biome-ignore format: sizes, then one matrix a line
  context.matmul.multiply("nn", rows.count, a.units, a.cells,
    rowAddress(a.startCode, 0, rows, a, a.cells), a.cells,
    a.cellEncoder, a.units,
    rowAddress(a.cellStates, 0, rows, a, a.units), a.units, false);
}

/** Forward through time; the states stay, and cell states and gates where they are wanted. */
export const rollOutBlock = defineJob(
  import.meta.url,
  "lstm/roll-out",
  [...forwardArguments, "keepsCells", "decoding"],
  (context, block, a) => {
    const rows = rowsOfBlock(block, a);
    const { own: squashed } = scratchOf(context, a, rows.count);
    const ownGates = squashed + rows.count * a.units * floatBytes;
    const cellsAt = (t: number) => rowAddress(a.cellStates, a.keepsCells ? t : 0, rows, a, a.units);
    rollOutRows(context, a, rows, a.decoding !== 0, (t) => {
      if (t === 0) firstCells(context, a, rows);
      step(context, a, rows, t, {
        cellsBefore: cellsAt(t),
        cellsAfter: cellsAt(t + 1),
        gates: a.gates ? rowAddress(a.gates, t, rows, a, 4 * a.units) : ownGates,
        squashed,
      });
    });
  },
);

/** Own scratch memory of `rollOutBlock`. */
export const rollOutScratchBytes = (rows: number, units: number): number => 5 * rows * units * floatBytes;

/** Forward through time with the loss, and back. The gates become the gradients at their sums. */
export const trainingBlock = defineJob(
  import.meta.url,
  "lstm/training-pass",
  [
    ...denseTrainingArguments,
    ...lstmArguments,
    "squashed", // [T, B, units] what the output gates let through
    "cellDelta", // [B, units] gradient at the cells; at the first ones in the end
  ],
  (context, block, a) => {
    const rows = rowsOfBlock(block, a);
    const kept = (t: number): Kept => ({
      cellsBefore: rowAddress(a.cellStates, t, rows, a, a.units),
      cellsAfter: rowAddress(a.cellStates, t + 1, rows, a, a.units),
      gates: rowAddress(a.gates, t, rows, a, 4 * a.units),
      squashed: rowAddress(a.squashed, t, rows, a, a.units),
    });
    trainRows(context, block, a, rows, {
      step(t) {
        if (t === 0) firstCells(context, a, rows);
        step(context, a, rows, t, kept(t));
      },
      back(t) {
        const { gates, squashed, cellsBefore } = kept(t);
        lstmBackward(context, {
          ...{ rows: rows.count, units: a.units, activation: a.cellActivation },
          recurrentWeights: a.recurrent,
          ...{ gates, squashed, cellsBefore },
          gradient: rowAddress(a.delta, t + 1, rows, a, a.units),
          cellGradient: rowAddress(a.cellDelta, 0, rows, a, a.units),
          gateDelta: gates,
          gradientBefore: rowAddress(a.delta, t, rows, a, a.units),
          // The initial state hears of the next one alone.
          accumulate: t > 0,
        });
      },
    });
  },
);
