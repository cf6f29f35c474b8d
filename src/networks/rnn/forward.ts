import { kindNumber } from "../../code/place-code.ts";
import type { Engine } from "../../engine/engine.ts";
import type { JobContext } from "../../engine/job.ts";
import type { SharedArray } from "../../engine/shared-array.ts";
import { cutRows, type RowBlocks } from "../../layers/row-blocks.ts";
import type { PathBatch, Readout } from "../path-network.ts";
import { type Lists, listRows, listsAt, listsBytes, timesPanels } from "./lists.ts";
import { packWeights } from "./pack-weights.ts";
import { activationCode, type PathRnn } from "./path-rnn.ts";
import type { Way, Ways } from "./ways.ts";

/** What every pass through the network needs; addresses and numbers, as a job receives them. */
export const forwardArguments = [
  "batch",
  "steps",
  "units",
  "cells",
  "activation",
  "velocityScale",
  "rowsPerBlock",
  "velocity", // [T, B, 2] m/s
  "position", // [T, B, 2] m
  "start", // [B, 2] m
  "startCode", // [B, cells]
  "encoder",
  "input",
  "recurrent",
  "decoder",
  "hidden", // [T + 1, B, units], row 0 is the initial state
  "centresX",
  "centresY",
  "codeKind",
  "sigma",
  "surround",
  "periodicWidth",
  "periodicHeight",
  "topK",
  "startCodeGiven",
  "listed", // whether states are listed
  "recurrentPanels", // packed for products over lists, or 0: dense
  "decoderPanels", // the same
] as const;
export type ForwardArguments = Readonly<Record<(typeof forwardArguments)[number], number>>;

const floatBytes = 4;

/** The rows of one block: [first, first + count) of the batch. */
export interface BlockRows {
  readonly first: number;
  readonly count: number;
}

export function rowsOfBlock(block: number, a: ForwardArguments): BlockRows {
  const first = block * a.rowsPerBlock;
  return { first, count: Math.min(a.rowsPerBlock, a.batch - first) };
}

/** Address of row `first` at time `t` in a [T, B, width] array. */
export const rowAddress = (
  base: number,
  t: number,
  rows: BlockRows,
  a: ForwardArguments,
  width: number,
): number => base + (t * a.batch + rows.first) * width * floatBytes;

export function encodePositions(
  context: JobContext,
  a: ForwardArguments,
  positions: number,
  rows: number,
  out: number,
): void {
  context.kernels.placeCode(
    positions,
    rows,
    a.centresX,
    a.centresY,
    a.cells,
    a.codeKind,
    a.sigma,
    a.surround,
    a.periodicWidth,
    a.periodicHeight,
    out,
  );
}

/** hidden[0] = code of the start · encoder; listed when `a.listed`. */
export function initialState(context: JobContext, a: ForwardArguments, rows: BlockRows, lists: Lists): void {
  const code = rowAddress(a.startCode, 0, rows, a, a.cells);
  if (!a.startCodeGiven) {
    encodePositions(context, a, rowAddress(a.start, 0, rows, a, 2), rows.count, code);
  }
  const hidden = rowAddress(a.hidden, 0, rows, a, a.units);
  // biome-ignore format: sizes, then one matrix a line
  context.matmul.multiply("nn", rows.count, a.units, a.cells,
    code, a.cells,
    a.encoder, a.units,
    hidden, a.units, false);
  if (a.listed) listRows(context.kernels, hidden, rows.count, a.units, lists);
}

/**
 * hidden[t + 1] from hidden[t] and velocity[t]; `lists`, those of hidden[t], become those of hidden[t + 1].
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
  const before = rowAddress(a.hidden, t, rows, a, a.units);
  const after = rowAddress(a.hidden, t + 1, rows, a, a.units);
  if (a.recurrentPanels) {
    timesPanels(context, count, a.units, a.units, lists, a.recurrentPanels, after, false);
  } else {
    // biome-ignore format: sizes, then one matrix a line
    context.matmul.multiply("nn", count, a.units, a.units,
      before, a.units,
      a.recurrent, a.units,
      after, a.units, false);
  }
  const velocity = rowAddress(a.velocity, t, rows, a, 2);
  const { entries, counts } = lists;
  return a.listed
    ? kernels.rectifyAndList(after, velocity, a.input, count, a.units, a.velocityScale, entries, counts)
    : kernels.recurrentActivate(after, velocity, a.input, count, a.units, a.velocityScale, a.activation);
}

/** logits = hidden[t + 1] · decoder, into `out` [rows, cells]; `lists` are those of hidden[t + 1]. */
export function decodeStates(
  context: JobContext,
  a: ForwardArguments,
  rows: BlockRows,
  t: number,
  lists: Lists,
  out: number,
): void {
  if (a.decoderPanels) {
    timesPanels(context, rows.count, a.cells, a.units, lists, a.decoderPanels, out, false);
    return;
  }
  const hidden = rowAddress(a.hidden, t + 1, rows, a, a.units);
  // biome-ignore format: sizes, then one matrix a line
  context.matmul.multiply("nn", rows.count, a.cells, a.units,
    hidden, a.units,
    a.decoder, a.cells,
    out, a.cells, false);
}

/** Adds the distances between decoded and true positions, m, to `distances` [rows]. `decoded` is scratch. */
export function addDecodeErrors(
  context: JobContext,
  a: ForwardArguments,
  logits: number,
  positions: number,
  rows: number,
  decoded: number,
  distances: number,
): void {
  const best = decoded + rows * 2 * floatBytes;
  // biome-ignore format: the code, how to read it, where to
  context.kernels.decodeTopK(logits, rows, a.cells,
    a.centresX, a.centresY, a.topK, a.periodicWidth, a.periodicHeight,
    decoded, best);
  context.kernels.addDistances(decoded, positions, rows, a.periodicWidth, a.periodicHeight, distances);
}

/** Scratch memory of a block of rows, in the order of its parts. */
export function rowScratch(context: JobContext, a: ForwardArguments, rows: number) {
  const decoded = context.scratch + rows * a.cells * floatBytes;
  const lists = decoded + rows * 2 * floatBytes + alignedBytes(context.kernels.decodeScratchBytes(a.topK));
  return { codes: context.scratch, decoded, lists: listsAt(lists, rows, a.units) };
}

const alignedBytes = (bytes: number): number => Math.ceil(bytes / 16) * 16;

/** Bytes of `rowScratch`. */
export function rowScratchBytes(engine: Engine, rows: number, model: PathRnn, topK: number): number {
  const { kernels } = engine;
  const { units, placeCells } = model.shape;
  const ofRows = rows * (placeCells + 2) * floatBytes;
  return ofRows + alignedBytes(kernels.decodeScratchBytes(topK)) + listsBytes(rows, units);
}

/** Numbers and addresses shared by roll-outs and training; packs the weights that are multiplied with lists, in the memory scope. */
export function forwardValues(
  engine: Engine,
  model: PathRnn,
  { code, topK }: Readout,
  batch: PathBatch,
  work: {
    hidden: SharedArray<"float32">;
    startCode: SharedArray<"float32">;
    startCodeGiven: boolean;
    ways: Ways;
  },
): ForwardArguments {
  const { recurrent, decoder } = model.weights;
  const { recurrentForward, decoderForward, decoderBackward } = work.ways;
  const panels = (way: Way, source: SharedArray<"float32">) =>
    way === "sparse" ? packWeights(engine, source, false) : 0;
  const [steps, size] = batch.velocity.shape as [number, number];
  return {
    batch: size,
    steps,
    units: model.shape.units,
    cells: model.shape.placeCells,
    activation: activationCode[model.shape.activation],
    velocityScale: model.shape.velocityScale,
    rowsPerBlock: blocksOf(engine, batch).rows,
    velocity: batch.velocity.pointer,
    position: batch.position.pointer,
    start: batch.start.pointer,
    startCode: work.startCode.pointer,
    encoder: model.weights.encoder.pointer,
    input: model.weights.input.pointer,
    recurrent: model.weights.recurrent.pointer,
    decoder: model.weights.decoder.pointer,
    hidden: work.hidden.pointer,
    centresX: code.centresX.pointer,
    centresY: code.centresY.pointer,
    codeKind: kindNumber[code.kind],
    sigma: code.sigma,
    surround: code.surround,
    periodicWidth: code.arena.periodic ? code.arena.width : 0,
    periodicHeight: code.arena.periodic ? code.arena.height : 0,
    topK,
    startCodeGiven: work.startCodeGiven ? 1 : 0,
    listed: [recurrentForward, decoderForward, decoderBackward].includes("sparse") ? 1 : 0,
    recurrentPanels: panels(recurrentForward, recurrent),
    decoderPanels: panels(decoderForward, decoder),
  };
}

/** How the rows of `batch` are cut on this engine. */
export const blocksOf = (engine: Engine, batch: PathBatch): RowBlocks =>
  cutRows(batch.velocity.shape[1]!, engine.pool.threads, engine.matmul.kind);
