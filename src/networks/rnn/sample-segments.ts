/**
 * The samples [T, B] as rows of a packed matrix, in the segments over which weight gradients are summed: a block of trajectories can
 * pack its rows as soon as it has them.
 */
import type { JobContext } from "../../engine/job.ts";
import { panelRowBytes, segmentBytes } from "../../engine/panels.ts";
import { sampleSegments } from "../../layers/sample-segments.ts";

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
