import type { JobContext } from "../engine/job.ts";
import type { Kernels } from "../engine/kernels.ts";
import { columnsOfPanel, panelBytes, panelColumns, panelsOf, segmentBytes } from "../engine/panels.ts";
import { sampleSegments } from "./sample-segments.ts";
import type { GradientArguments } from "./weight-gradients.ts";

/** Units whose gradients one block computes: their lists stay in the cache while all samples pass. */
export const sparseTileRows = 64;

/** The lists of a tile over all samples: [segment][row]. */
interface TileLists {
  readonly rows: number;
  readonly entries: number;
  readonly counts: number;
}

const segmentsOfStates = (a: { readonly steps: number; readonly batch: number }): number =>
  (a.steps + 1) * sampleSegments(a.batch).perStep;

/** Scratch memory of `sparseTile`. */
export const sparseTileBytes = (kernels: Kernels, steps: number, batch: number): number =>
  segmentsOfStates({ steps, batch }) * sparseTileRows * (kernels.listBytes() + 4);

/**
 * Rows of the recurrent and of the decoder's gradient for one tile of units: the samples in which each was active, times the
 * packed gradients after them. The first tile adds the input's two rows, whose "activities" are the velocities.
 */
export function sparseTile(context: JobContext, a: GradientArguments, tile: number): void {
  const first = tile * sparseTileRows;
  const rows = Math.min(sparseTileRows, a.units - first);
  const lists = listTile(context, a, a.hidden + first * 4, a.units, rows, a.steps + 1);
  if (a.deltaPanels) {
    const gradient = a.recurrentGradient + first * a.units * 4;
    sumOverSamples(context, a, lists, 0, a.deltaPanels, a.units, gradient);
  }
  if (a.logitPanels) {
    const gradient = a.decoderGradient + first * a.cells * 4;
    sumOverSamples(context, a, lists, 1, a.logitPanels, a.cells, gradient);
  }
  if (tile === 0 && a.deltaPanels) {
    const velocities = listTile(context, a, a.velocity, 2, 2, a.steps);
    sumOverSamples(context, a, velocities, 0, a.deltaPanels, a.units, a.inputGradient);
  }
}

/** Lists `rows` columns of a matrix [steps, B, width] over its samples. */
function listTile(
  { kernels, scratch }: JobContext,
  a: GradientArguments,
  matrix: number,
  width: number,
  rows: number,
  steps: number,
): TileLists {
  const { perStep, length } = sampleSegments(a.batch);
  const segments = steps * perStep;
  const lists = { rows, entries: scratch, counts: scratch + segments * rows * kernels.listBytes() };
  for (let segment = 0; segment < segments; segment++) {
    const within = (segment % perStep) * length;
    const sample = Math.floor(segment / perStep) * a.batch + within;
    const count = Math.min(length, a.batch - within);
    const at = segment * rows;
    const from = matrix + sample * width * 4;
    kernels.listColumns(
      count,
      rows,
      from,
      width,
      lists.entries + at * kernels.listBytes(),
      lists.counts + at * 4,
    );
  }
  return lists;
}

/** gradient [rows, columns] = sum over samples; what is packed for time step t meets the lists of step t + `shift`. */
function sumOverSamples(
  { kernels }: JobContext,
  a: GradientArguments,
  { rows, entries, counts }: TileLists,
  shift: number,
  panels: number,
  columns: number,
  gradient: number,
): void {
  const { perStep } = sampleSegments(a.batch);
  for (let panel = 0; panel < panelsOf(columns); panel++) {
    const width = columnsOfPanel(panel, columns);
    const out = gradient + panel * panelColumns * 4;
    for (let segment = 0; segment < a.steps * perStep; segment++) {
      const at = (segment + shift * perStep) * rows;
      const from = panels + segment * segmentBytes(columns) + panel * panelBytes;
      const list = entries + at * kernels.listBytes();
      kernels.sparseTimesPanels(rows, width, list, counts + at * 4, from, out, columns, segment > 0 ? 1 : 0);
    }
  }
}
