/**
 * The samples [T, B] as rows of a packed matrix: the sums of the weight gradients run over them. Each time step is cut into
 * segments of equal length, so that a block of trajectories can pack its rows as soon as it has them.
 */
import type { JobContext } from "../../engine/job.ts";
import { panelRowBytes, segmentBytes, segmentRows } from "../../engine/panels.ts";

export interface SampleSegments {
  readonly perStep: number;
  /** Trajectories of one segment; the last of a step may have fewer. */
  readonly length: number;
}

export function sampleSegments(batch: number): SampleSegments {
  const perStep = Math.ceil(batch / segmentRows);
  return { perStep, length: Math.ceil(batch / perStep) };
}

/** First sample and number of samples of each segment, in order. */
export function segmentsOfSamples(steps: number, batch: number): { first: number; count: number }[] {
  const { perStep, length } = sampleSegments(batch);
  return Array.from({ length: steps * perStep }, (_, segment) => {
    const within = (segment % perStep) * length;
    const first = Math.floor(segment / perStep) * batch + within;
    return { first, count: Math.min(length, batch - within) };
  });
}

export const sampleBytes = (steps: number, batch: number, columns: number): number =>
  steps * sampleSegments(batch).perStep * segmentBytes(columns);

/** Packs rows [first, first + count) of time step `t` of a matrix of `columns` columns. */
export function packSamples(
  { kernels }: JobContext,
  source: number,
  columns: number,
  panels: number,
  t: number,
  rows: { readonly first: number; readonly count: number },
  batch: number,
): void {
  const { perStep, length } = sampleSegments(batch);
  for (let row = rows.first; row < rows.first + rows.count; ) {
    const segment = Math.floor(row / length);
    const within = row - segment * length;
    const count = Math.min(length - within, rows.first + rows.count - row);
    const to = panels + (t * perStep + segment) * segmentBytes(columns) + within * panelRowBytes;
    kernels.packPanels(count, columns, source + (row - rows.first) * columns * 4, columns, to);
    row += count;
  }
}
