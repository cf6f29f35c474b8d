/** The LSTM along the paths of one block of trajectories: forward, and with the loss forward and back through time. */
import { defineJob, type JobContext } from "../../engine/job.ts";
import { linearForward } from "../../layers/linear-forward.ts";
import { lstmBackward, lstmForward } from "../../layers/lstm-cell.ts";
import { denseArguments, forwardRows, rollOutRows } from "../dense-path.ts";
import { readOutArguments } from "../dense-read-out.ts";
import { floatBytes } from "../parameter-needs.ts";
import { type BlockRows, rowAddress, rowsOfBlock, scratchOf } from "../path-block.ts";

const lstmArguments = [
  "inputScale",
  "inputUnits",
  "forgetBias",
  "cellActivation",
  "cellEncoder", // [cells of the code, units]
  "cellEncoderBias", // [units], or 0: there is none
  "inputLayer", // [inputs, inputUnits], or 0: there is none
  "inputLayerBias",
  "input", // [inputs or inputUnits, 4 * units]
  "recurrent",
  "inputBias",
  "recurrentBias", // or 0: there is none
  "cellStates", // [T + 1, B, units], the first is the initial one; in a roll-out that keeps none [B, units]
  "gates", // [T, B, 4 * units] input, forget, candidate, output; 0 in a roll-out that keeps none
] as const;
const forwardArguments = [...denseArguments, ...lstmArguments] as const;
export type ForwardArguments = Readonly<Record<(typeof forwardArguments)[number], number>>;
export type LstmArguments = Readonly<Record<(typeof lstmArguments)[number], number>>;

/** What a step leaves for the step back, and the cells that it goes through, as addresses. */
interface Kept {
  readonly scaled: number; // [rows, inputs] room for what the input layer is told
  readonly embedded: number; // [rows, inputUnits]
  readonly cellsBefore: number; // [rows, units]
  readonly cellsAfter: number; // [rows, units]
  readonly gates: number; // [rows, 4 * units]
  readonly squashed: number; // [rows, units]
}

function step(context: JobContext, a: ForwardArguments, rows: BlockRows, t: number, kept: Kept): void {
  const { scaled, embedded, ...ofCell } = kept;
  const told = rowAddress(a.velocity, t, rows, a, a.inputs);
  if (a.inputLayer) embed(context, a, rows, told, scaled, embedded);
  lstmForward(context, {
    ...{ rows: rows.count, units: a.units, forgetBias: a.forgetBias, activation: a.cellActivation },
    ...(a.inputLayer
      ? { input: embedded, inputs: a.inputUnits, inputScale: 1 }
      : { input: told, inputs: a.inputs, inputScale: a.inputScale }),
    inputWeights: a.input,
    recurrentWeights: a.recurrent,
    inputBias: a.inputBias,
    recurrentBias: a.recurrentBias,
    before: rowAddress(a.states, t, rows, a, a.units),
    ...ofCell,
    after: rowAddress(a.states, t + 1, rows, a, a.units),
  });
}

/** embedded = inputScale * told · inputLayer + bias */
function embed(
  context: JobContext,
  a: ForwardArguments,
  rows: BlockRows,
  told: number,
  scaled: number,
  embedded: number,
): void {
  const { kernels } = context;
  const values = rows.count * a.inputs;
  kernels.fillRows(scaled, told, 1, values);
  kernels.scaleAndAdd(scaled, 0, values, a.inputScale, 0);
  linearForward(context, {
    ...{ rows: rows.count, inner: a.inputs, columns: a.inputUnits },
    ...{ input: scaled, weights: a.inputLayer, bias: a.inputLayerBias, output: embedded },
  });
}

/** cellStates[0] = code of the starts · cellEncoder + bias, once the code is there. */
function firstCells(context: JobContext, a: ForwardArguments, rows: BlockRows): void {
  linearForward(context, {
    ...{ rows: rows.count, inner: a.cells, columns: a.units },
    input: rowAddress(a.startCode, 0, rows, a, a.cells),
    weights: a.cellEncoder,
    bias: a.cellEncoderBias,
    output: rowAddress(a.cellStates, 0, rows, a, a.units),
  });
}

/** Forward through time; the states stay, and cell states and gates where they are wanted. */
export const rollOutBlock = defineJob(
  import.meta.url,
  "lstm/roll-out",
  [...forwardArguments, "keepsCells", "decoding"],
  (context, block, a) => {
    const rows = rowsOfBlock(block, a);
    const { own: squashed } = scratchOf(context, a, rows.count);
    const bytes = rows.count * floatBytes;
    const gates = squashed + a.units * bytes;
    const scaled = gates + 4 * a.units * bytes;
    const embedded = scaled + a.inputs * bytes;
    const cellsAt = (t: number) => rowAddress(a.cellStates, a.keepsCells ? t : 0, rows, a, a.units);
    rollOutRows(context, a, rows, a.decoding !== 0, (t) => {
      if (t === 0) firstCells(context, a, rows);
      step(context, a, rows, t, {
        ...{ scaled, embedded, squashed },
        cellsBefore: cellsAt(t),
        cellsAfter: cellsAt(t + 1),
        gates: a.gates ? rowAddress(a.gates, t, rows, a, 4 * a.units) : gates,
      });
    });
  },
);

interface ScratchSizes {
  readonly units: number;
  readonly inputs: number;
  readonly inputUnits: number;
}

/** Own scratch memory of `rollOutBlock`. */
export const rollOutScratchBytes = (rows: number, { units, inputs, inputUnits }: ScratchSizes): number =>
  (5 * units + inputs + inputUnits) * rows * floatBytes;

const trainingArguments = [
  ...readOutArguments,
  ...lstmArguments,
  "embedded", // [T, B, inputUnits], or 0: there is no input layer
  "embeddedDelta", // the same: the gradient there
  "squashed", // [T, B, units] what the output gates let through
  "cellDelta", // [B, units] gradient at the cells; at the first ones in the end
] as const;

/** Forward through time. */
export const forwardBlock = defineJob(
  import.meta.url,
  "lstm/forward",
  trainingArguments,
  (context, block, a) => {
    const rows = rowsOfBlock(block, a);
    const { own: scaled } = scratchOf(context, a, rows.count);
    forwardRows(context, a, rows, (t) => {
      if (t === 0) firstCells(context, a, rows);
      step(context, a, rows, t, {
        scaled,
        embedded: rowAddress(a.embedded, t, rows, a, a.inputUnits),
        cellsBefore: rowAddress(a.cellStates, t, rows, a, a.units),
        cellsAfter: rowAddress(a.cellStates, t + 1, rows, a, a.units),
        gates: rowAddress(a.gates, t, rows, a, 4 * a.units),
        squashed: rowAddress(a.squashed, t, rows, a, a.units),
      });
    });
  },
);

/** Own scratch memory of `forwardBlock`. */
export const forwardScratchBytes = (rows: number, { inputs }: ScratchSizes): number =>
  inputs * rows * floatBytes;

/** Back through time, from what each state heard of the loss by itself. The gates become the gradients at their sums. */
export const backwardBlock = defineJob(
  import.meta.url,
  "lstm/backward",
  trainingArguments,
  (context, block, a) => {
    const rows = rowsOfBlock(block, a);
    for (let t = a.steps - 1; t >= 0; t--) {
      const gates = rowAddress(a.gates, t, rows, a, 4 * a.units);
      lstmBackward(context, {
        ...{ rows: rows.count, units: a.units, activation: a.cellActivation },
        recurrentWeights: a.recurrent,
        squashed: rowAddress(a.squashed, t, rows, a, a.units),
        cellsBefore: rowAddress(a.cellStates, t, rows, a, a.units),
        gradient: rowAddress(a.delta, t + 1, rows, a, a.units),
        cellGradient: rowAddress(a.cellDelta, 0, rows, a, a.units),
        ...{ gates, gateDelta: gates },
        gradientBefore: rowAddress(a.delta, t, rows, a, a.units),
        // The initial state hears of the next one alone.
        accumulate: t > 0,
      });
      if (!a.inputLayer) continue;
      // biome-ignore format: sizes, then one matrix a line
      context.matmul.multiply("nt", rows.count, a.inputUnits, 4 * a.units,
        gates, 4 * a.units,
        a.input, 4 * a.units,
        rowAddress(a.embeddedDelta, t, rows, a, a.inputUnits), a.inputUnits, false);
    }
  },
);
