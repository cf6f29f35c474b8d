/** The codes of whole trajectories, all ensembles side by side, each in its mode. */
import type { Engine } from "../engine/engine.ts";
import { defineJob } from "../engine/job.ts";
import { fillUniform } from "../engine/random.ts";
import type { SharedArray } from "../engine/shared-array.ts";
import { columnsOf } from "./columns.ts";
import { encodeHeadings } from "./head-code.ts";
import type { CodePart, PathCode, StartMode } from "./path-code.ts";
import { encode } from "./place-code.ts";

/** Where B rats are over T steps, and whither they head. */
export interface CodedPaths {
  readonly start: SharedArray<"float32">; // [B, 2] m
  readonly position: SharedArray<"float32">; // [T, B, 2] m, after each step
  /** Only of codes with head-direction cells. */
  readonly startHeading?: SharedArray<"float32"> | undefined; // [B] rad
  readonly headingAfter?: SharedArray<"float32"> | undefined; // [T, B] rad
}

/** Whose random numbers: trajectories `first`, `first + 1`, … of a stream. Draw 0 is for the start, draw t + 1 for step t. */
export interface CodeDraws {
  readonly seed: number;
  readonly stream: string;
  readonly first: number;
}

/** Where nothing is learned, only starts have a code. */
export interface StartCodes {
  readonly start: SharedArray<"float32">; // [B, cells]
  readonly targets?: SharedArray<"float32"> | undefined; // [T, B, cells]
}

export interface Codes extends StartCodes {
  readonly targets: SharedArray<"float32">;
}

/**
 * Fills the codes in, on all threads; what is drawn depends on `draws` alone.
 * @throws RangeError when a code has head-direction cells and the paths have no headings
 */
export function fillCodes(
  engine: Engine,
  { parts }: PathCode,
  paths: CodedPaths,
  draws: CodeDraws,
  into: StartCodes,
): void {
  const { start, targets } = into;
  const trajectories = start.shape[0]!;
  const steps = targets ? targets.shape[0]! : 0;
  for (const part of parts) {
    engine.memory.scope(() => {
      const isDrawn = part.starts === "sample" || (targets && part.targets === "sample");
      const drawn = isDrawn ? drawsOf(engine, part, draws, trajectories, steps + 1) : undefined;
      fillPart(engine, part, part.starts, pointsOf(part, paths.start, paths.startHeading), start, drawn, 0);
      if (!targets) return;
      const points = pointsOf(part, paths.position, paths.headingAfter);
      fillPart(engine, part, part.targets, points, targets, drawn, 1);
    });
  }
}

/**
 * out [rows, cells of all ensembles] = what is asked for at positions [rows, 2] and headings [rows], each ensemble in its target mode; of cells that
 * are drawn, their probabilities, by which the loss is what a draw costs on the average.
 * @throws RangeError when a code has head-direction cells and there are no headings
 */
export function fillTargets(
  engine: Engine,
  parts: readonly CodePart[],
  positions: SharedArray<"float32">,
  headings: SharedArray<"float32"> | undefined,
  out: SharedArray<"float32">,
): void {
  for (const part of parts) {
    const mode = part.targets === "sample" ? "softmax" : part.targets;
    fillPart(engine, part, mode, pointsOf(part, positions, headings), out, undefined, 0);
  }
}

function pointsOf(
  { quantity, name }: CodePart,
  positions: SharedArray<"float32">,
  headings: SharedArray<"float32"> | undefined,
): SharedArray<"float32"> {
  if (quantity === "place") return positions;
  if (!headings) throw new RangeError(`no headings for the ensemble ${name}`);
  return headings;
}

function drawsOf(
  engine: Engine,
  { name }: CodePart,
  { seed, stream, first }: CodeDraws,
  items: number,
  draws: number,
): SharedArray<"float64"> {
  const drawn = engine.memory.allocate("float64", [items, draws], "draws of cells");
  fillUniform(engine, { seed, stream: `${stream}/code/${name}`, first, items, draws }, drawn);
  return drawn;
}

/** @param firstDraw of each trajectory in `drawn`; the next ones are for the next time steps */
function fillPart(
  engine: Engine,
  part: CodePart,
  mode: StartMode,
  points: SharedArray<"float32">,
  out: SharedArray<"float32">,
  drawn: SharedArray<"float64"> | undefined,
  firstDraw: number,
): void {
  const { first, cells } = part;
  if (mode === "zeros") {
    clearColumns(out, first, cells);
    return;
  }
  const density = mode === "normalized";
  if (part.quantity === "place") encode(engine, part.code, points, out, first, density);
  else encodeHeadings(engine, part.code, points, out, first, density);
  if (mode === "voronoi" || mode === "sample") {
    keepOne(engine, part, out, mode === "sample" ? drawn : undefined, firstDraw);
  }
}

function clearColumns(out: SharedArray<"float32">, first: number, cells: number): void {
  const { view } = out;
  const stride = out.shape.at(-1)!;
  for (let at = first; at < view.length; at += stride) view.fill(0, at, at + cells);
}

/** A block is a time step. */
const keepOneBlock = defineJob(
  import.meta.url,
  "keep-one-cell",
  ["out", "rows", "cells", "stride", "draws", "perTrajectory"],
  ({ kernels }, t, a) => {
    const code = a.out + t * a.rows * a.stride * 4;
    if (!a.draws) kernels.keepLargest(code, a.rows, a.cells, a.stride);
    else kernels.keepDrawn(code, a.rows, a.cells, a.stride, a.draws + t * 8, a.perTrajectory);
  },
);

/** @param drawn [B, draws]; undefined: the likeliest cell is kept */
function keepOne(
  engine: Engine,
  { first, cells }: CodePart,
  out: SharedArray<"float32">,
  drawn: SharedArray<"float64"> | undefined,
  firstDraw: number,
): void {
  const [rows, stride] = out.shape.slice(-2) as [number, number];
  const steps = out.length / (rows * stride);
  engine.pool.run(keepOneBlock, steps, {
    ...{ rows, cells },
    ...columnsOf(out, steps * rows, first, cells),
    draws: drawn ? drawn.pointer + firstDraw * 8 : 0,
    perTrajectory: drawn ? drawn.shape[1]! : 0,
  });
}
