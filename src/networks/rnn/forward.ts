/** One step of the RNN for a block of rows, and what it needs: products over lists of active units, or dense. */
import type { Engine } from "../../engine/engine.ts";
import type { JobContext } from "../../engine/job.ts";
import type { SharedArray } from "../../engine/shared-array.ts";
import { type DenseArguments, decodeState, denseArguments, firstState } from "../dense-path.ts";
import { type BlockRows, rowAddress, scratchOf } from "../path-block.ts";
import { type Lists, listRows, listsAt, timesPanels } from "./lists.ts";
import { packWeights } from "./pack-weights.ts";
import { activationCode, type PathRnn } from "./path-rnn.ts";
import type { ProductForm, ProductForms } from "./product-forms.ts";

/** What a step needs; addresses and numbers, as a job receives them. */
export const stepArguments = [
  "activation",
  "inputScale",
  "input",
  "recurrent",
  "listed", // whether states are listed
  "recurrentPanels", // packed for products over lists, or 0: dense
  "decoderPanels", // the same
] as const;
/** What every pass through the network needs. */
export const forwardArguments = [...denseArguments, ...stepArguments] as const;
export type ForwardArguments = Readonly<Record<(typeof forwardArguments)[number], number>>;

/** The first states, listed when `a.listed`. */
export function initialState(context: JobContext, a: ForwardArguments, rows: BlockRows, lists: Lists): void {
  firstState(context, a, rows);
  if (!a.listed) return;
  const first = rowAddress(a.states, 0, rows, a, a.units);
  listRows(context.kernels, first, rows.count, a.units, lists);
}

/**
 * states[t + 1] from states[t] and velocity[t]; `lists`, those of states[t], become those of states[t + 1].
 * @returns the number of activities that are not zero
 */
export function recurrentStep(
  context: JobContext,
  a: ForwardArguments,
  rows: BlockRows,
  t: number,
  lists: Lists,
): number {
  const { kernels } = context;
  const { count } = rows;
  const before = rowAddress(a.states, t, rows, a, a.units);
  const after = rowAddress(a.states, t + 1, rows, a, a.units);
  if (a.recurrentPanels) {
    timesPanels(context, count, a.units, a.units, lists, a.recurrentPanels, after, false);
  } else {
    // biome-ignore format: sizes, then one matrix a line
    context.matmul.multiply("nn", count, a.units, a.units,
      before, a.units,
      a.recurrent, a.units,
      after, a.units, false);
  }
  const input = rowAddress(a.velocity, t, rows, a, a.inputs);
  const { entries, counts } = lists;
  return a.listed
    ? kernels.rectifyAndList(after, input, a.input, count, a.units, a.inputs, a.inputScale, entries, counts)
    : kernels.recurrentActivate(after, input, a.input, count, a.units, a.inputs, a.inputScale, a.activation);
}

/** logits = what is read of states[t + 1] · decoder + bias, into `out` [rows, cells]; `lists` are those of states[t + 1]. */
export function decodeStates(
  context: JobContext,
  a: ForwardArguments,
  rows: BlockRows,
  t: number,
  lists: Lists,
  out: number,
): void {
  if (a.decoderPanels) {
    if (a.decoderBias) context.kernels.fillRows(out, a.decoderBias, rows.count, a.cells);
    timesPanels(context, rows.count, a.cells, a.units, lists, a.decoderPanels, out, a.decoderBias !== 0);
  } else {
    decodeState(context, a, rows, t, out);
  }
}

/** The lists of a block, in its own scratch memory. */
export const listsOfBlock = (context: JobContext, a: ForwardArguments, rows: number): Lists =>
  listsAt(scratchOf(context, a, rows).own, rows, a.units);

/** Numbers and addresses shared by roll-outs and training; packs the weights that are multiplied with lists, in the memory scope. */
export function forwardValues<Around extends DenseArguments>(
  engine: Engine,
  { shape, weights }: PathRnn,
  around: Around,
  forms: ProductForms,
): Around & ForwardArguments {
  const { recurrentForward, decoderForward, decoderBackward } = forms;
  const panels = (form: ProductForm, source: SharedArray<"float32">) =>
    form === "sparse" ? packWeights(engine, source, false) : 0;
  return {
    ...around,
    activation: activationCode[shape.activation],
    inputScale: shape.inputScale,
    input: weights.input.pointer,
    recurrent: weights.recurrent.pointer,
    listed: [recurrentForward, decoderForward, decoderBackward].includes("sparse") ? 1 : 0,
    recurrentPanels: panels(recurrentForward, weights.recurrent),
    decoderPanels: panels(decoderForward, weights.decoder),
  };
}
