/**
 * What every network of path integration does for a block of trajectories beside its own mathematics: the code of the starts,
 * how far the decoded positions are off, and what the logits cost. In a block, numbers and addresses only.
 */
import { headPartOf, labelSmoothing } from "../code/path-code.ts";
import { kindNumber } from "../code/place-code.ts";
import { median } from "../code/two-places.ts";
import type { Engine } from "../engine/engine.ts";
import type { JobContext } from "../engine/job.ts";
import { sum } from "../engine/sum.ts";
import { cutRows } from "../layers/row-blocks.ts";
import { floatBytes } from "./parameter-needs.ts";
import { partAt, partTable } from "./part-table.ts";
import type { PathBatch, Readout } from "./path-network.ts";

/** What a job over blocks of trajectories is given; a network adds its own. */
export const pathArguments = [
  "batch",
  "steps",
  "cells", // of all ensembles
  "rowsPerBlock",
  "velocity", // [T, B, inputs] as the network is told it
  "inputs",
  "position", // [T, B, 2] m
  "other", // [T, B, 2] m of the second agent, or 0: there is none
  "start", // [B, 2] m
  "startCode", // [B, cells]
  "startCodeGiven",
  "targets", // [T, B, cells] when given; 0 when they are to be encoded from `position`, or nothing is learned
  "placeCells", // of the first ensemble, by which places are decoded
  "centresX",
  "centresY",
  "codeKind",
  "sigma",
  "surround",
  "periodicWidth",
  "periodicHeight",
  "topK",
  "parts", // the table of the ensembles
  "partCount",
  "losses", // float64 [ensembles, T, B]
  "errors", // float64 [T, B]
  "bothErrors", // float64 [T, B] of two agents
] as const;
export type PathArguments = Readonly<Record<(typeof pathArguments)[number], number>>;

/** The rows of one block: [first, first + count) of the batch. */
export interface BlockRows {
  readonly first: number;
  readonly count: number;
}

export function rowsOfBlock(block: number, a: Pick<PathArguments, "batch" | "rowsPerBlock">): BlockRows {
  const first = block * a.rowsPerBlock;
  return { first, count: Math.min(a.rowsPerBlock, a.batch - first) };
}

/** Address of row `first` at time `t` in a float32 [T, B, width] array. */
export const rowAddress = (
  base: number,
  t: number,
  rows: BlockRows,
  a: Pick<PathArguments, "batch">,
  width: number,
): number => base + (t * a.batch + rows.first) * width * floatBytes;

/** The code of the starts. @returns its address, [rows, cells] */
export function codeOfStarts(context: JobContext, a: PathArguments, rows: BlockRows): number {
  const code = rowAddress(a.startCode, 0, rows, a, a.cells);
  if (!a.startCodeGiven) {
    encodePositions(context, a, rowAddress(a.start, 0, rows, a, 2), rows.count, code);
  }
  return code;
}

function encodePositions(
  { kernels }: JobContext,
  a: PathArguments,
  positions: number,
  rows: number,
  out: number,
): void {
  // biome-ignore format: where, the code, where to
  kernels.placeCode(positions, rows,
    a.centresX, a.centresY, a.cells, a.cells, a.codeKind, a.sigma, a.surround, a.periodicWidth, a.periodicHeight,
    out);
}

/** Adds errors of the decoded places of both agents at time step `t`. */
function addTwoErrors(
  context: JobContext,
  a: PathArguments,
  rows: BlockRows,
  t: number,
  logits: number,
): void {
  const { count } = rows;
  const { decoded, best } = scratchOf(context, a, count);
  const one = rowAddress(a.position, t, rows, a, 2);
  const other = rowAddress(a.other, t, rows, a, 2);
  // biome-ignore format: the code, how to read it, what is true, where to
  context.kernels.decodeTwo(logits, count, a.placeCells, a.cells,
    a.centresX, a.centresY, a.topK,
    one, other,
    decoded, best);
  const at = (t * a.batch + rows.first) * 8;
  context.kernels.addTwoDistances(decoded, one, other, count, a.errors + at, a.bothErrors + at);
}

/** Adds the distances between decoded and true positions, m, and the angles between headings, rad, of time step `t`. */
export function addDecodeErrors(
  context: JobContext,
  a: PathArguments,
  rows: BlockRows,
  t: number,
  logits: number,
): void {
  if (a.other) {
    addTwoErrors(context, a, rows, t, logits);
    return;
  }
  const { count } = rows;
  const { decoded, best } = scratchOf(context, a, count);
  const positions = rowAddress(a.position, t, rows, a, 2);
  // biome-ignore format: the code, how to read it, where to
  context.kernels.decodeTopK(logits, count, a.placeCells, a.cells,
    a.centresX, a.centresY, a.topK, a.periodicWidth, a.periodicHeight,
    decoded, best);
  const errors = a.errors + (t * a.batch + rows.first) * 8;
  context.kernels.addDistances(decoded, positions, count, a.periodicWidth, a.periodicHeight, errors);
  for (let i = 0; i < a.partCount; i++) {
    const part = partAt(context.kernels, a.parts, i);
    if (!part.headings) continue;
    // biome-ignore format: the code, how to read it, what is true, where to
    context.kernels.addHeadingErrors(logits + part.first * floatBytes, count, part.means, part.cells, a.cells,
      rowAddress(part.headings, t, rows, a, 1), part.headingErrors + (t * a.batch + rows.first) * 8);
  }
}

/** Adds decode errors and losses of time step `t`, and makes of the logits [rows, cells] the gradient of the mean loss. */
export function scoreLogits(
  context: JobContext,
  a: PathArguments,
  rows: BlockRows,
  t: number,
  logits: number,
): void {
  addDecodeErrors(context, a, rows, t, logits);
  const { count } = rows;
  const { codes } = scratchOf(context, a, count);
  if (a.startCodeGiven && !a.targets) throw new Error("a batch to look at, without targets, is learned from");
  const targets = a.targets ? rowAddress(a.targets, t, rows, a, a.cells) : codes;
  if (!a.targets) encodePositions(context, a, rowAddress(a.position, t, rows, a, 2), count, targets);
  const mean = 1 / (a.steps * a.batch);
  for (let i = 0; i < a.partCount; i++) {
    const part = partAt(context.kernels, a.parts, i);
    const at = part.first * floatBytes;
    const losses = a.losses + ((i * a.steps + t) * a.batch + rows.first) * 8;
    const { kernels } = context;
    // biome-ignore format: what is said and what is true, sizes, where to
    if (part.sigmoid) kernels.sigmoidCrossEntropy(logits + at, targets + at,
      count, part.cells, a.cells, labelSmoothing, part.weight * mean,
      losses);
    else kernels.softmaxCrossEntropy(logits + at, targets + at,
      count, part.cells, a.cells, part.weight * mean,
      losses);
  }
}

const alignedBytes = (bytes: number): number => Math.ceil(bytes / 16) * 16;

/**
 * Scratch memory of a block, in the order of its parts. `codes` [rows, cells] is free between calls of `scoreLogits`; `own` is where
 * a network's own scratch memory may start.
 */
export function scratchOf({ scratch, kernels }: JobContext, a: PathArguments, rows: number) {
  const decoded = scratch + alignedBytes(rows * a.cells * floatBytes);
  const best = decoded + alignedBytes(rows * 4 * floatBytes);
  const draws = best + alignedBytes(kernels.decodeScratchBytes(a.topK));
  return { codes: scratch, decoded, best, draws, own: draws + alignedBytes(kernels.dropOutScratchBytes()) };
}

/** Scratch memory that a block of so many rows needs, its network's own not counted. */
export const scratchBytesOf = ({ kernels, matmul }: Engine, a: PathArguments, rows: number): number =>
  scratchOf({ scratch: 0, kernels, matmul }, a, rows).own;

/** Of [T, B]: over the time steps of each trajectory, then over trajectories. */
function sumOfSamples(values: Float64Array, batch: number): number {
  const ofTrajectories = new Float64Array(batch);
  for (let i = 0; i < values.length; i++) ofTrajectories[i % batch]! += values[i]!;
  return sum(ofTrajectories);
}

/** A pass over a batch, as its blocks are cut on this engine. */
export interface PathWork {
  readonly blocks: number;
  /** Rows of the largest block. */
  readonly rows: number;
  readonly values: PathArguments;
  /** Scratch memory that a block needs, its network's own not counted. */
  readonly scratchBytes: number;
  /** Means over all samples of what the blocks have added so far. */
  measured(): PathMeasured;
}

export const nothingDecoded = { decodeError: Number.NaN, bothError: Number.NaN };

interface PathMeasured {
  /** Of all ensembles, each times its weight, nats. */
  readonly loss: number;
  /** Of each ensemble by itself, nats. */
  readonly partLosses: readonly number[];
  /** m. */
  readonly decodeError: number;
  /** m; NaN of one agent. */
  readonly bothError: number;
  /** rad; NaN where no heading is read. */
  readonly headingError: number;
}

/** Ready to run blocks; what it allocates belongs to the memory scope of its caller. */
export function preparePath(engine: Engine, readout: Readout, batch: PathBatch): PathWork {
  const { code, topK, cells, parts } = readout;
  const { memory, pool, matmul } = engine;
  const [steps, size, inputs] = batch.velocity.shape as [number, number, number];
  const { arena } = code;
  const samples = steps * size;
  const { rows, blocks } = cutRows(size, pool.threads, matmul.kind);
  const startCode =
    batch.codes?.start ?? memory.allocate("float32", [size, cells], "place code of the starts");
  const losses = memory.zeros("float64", [parts.length, samples], "losses of the samples");
  const errors = memory.zeros("float64", samples, "decode errors of the samples");
  const both =
    batch.otherPosition && memory.zeros("float64", samples, "errors of both agents of the samples");
  const heads = batch.headings && headPartOf(readout);
  const headingErrors = heads && memory.zeros("float64", samples, "heading errors of the samples");
  const table = partTable(parts, (part) =>
    part === heads
      ? {
          means: heads.code.means.pointer,
          headings: batch.headings!.pointer,
          headingErrors: headingErrors!.pointer,
        }
      : undefined,
  );
  const values: PathArguments = {
    ...{ batch: size, steps, inputs, cells, rowsPerBlock: rows, topK },
    velocity: batch.velocity.pointer,
    position: batch.position.pointer,
    other: batch.otherPosition?.pointer ?? 0,
    start: batch.start.pointer,
    startCode: startCode.pointer,
    startCodeGiven: batch.codes ? 1 : 0,
    targets: batch.codes?.targets?.pointer ?? 0,
    placeCells: code.cells,
    centresX: code.centresX.pointer,
    centresY: code.centresY.pointer,
    codeKind: kindNumber[code.kind],
    sigma: code.sigma,
    surround: code.surround,
    periodicWidth: arena.periodic ? arena.width : 0,
    periodicHeight: arena.periodic ? arena.height : 0,
    parts: memory.from("float64", table, "ensembles").pointer,
    partCount: parts.length,
    losses: losses.pointer,
    errors: errors.pointer,
    bothErrors: both?.pointer ?? 0,
  };
  return {
    ...{ blocks, rows, values },
    scratchBytes: scratchBytesOf(engine, values, rows),
    measured() {
      const lossesOf = (i: number) => losses.view.subarray(i * samples, (i + 1) * samples);
      const partLosses = parts.map((_, i) => sumOfSamples(lossesOf(i), size) / samples);
      const loss = parts.reduce((total, { weight }, i) => total + weight * partLosses[i]!, 0);
      const headingError = headingErrors ? sumOfSamples(headingErrors.view, size) / samples : Number.NaN;
      const decodeError = sumOfSamples(errors.view, size) / samples;
      const bothError = both ? median(both.toArray()) : Number.NaN;
      return { loss, partLosses, decodeError, bothError, headingError };
    },
  };
}
