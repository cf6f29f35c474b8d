/** Gradients of weights behind silent units: only samples in which a unit was active count. */
import type { JobContext } from "../../engine/job.ts";
import {
  columnsOfPanel,
  listBytes,
  panelBytes,
  panelColumns,
  panelsOf,
  segmentBytes,
} from "../../engine/panels.ts";
import { sampleSegments, segmentsOfSamples } from "../../layers/sample-segments.ts";
import type { GradientArguments } from "./gradient-arguments.ts";

/** Units whose gradients one block computes: their lists stay in the cache while all samples pass. */
export const sparseTileRows = 64;

/** The lists of a tile over all samples: [segment][row]. */
interface TileLists {
  readonly rows: number;
  readonly entries: number;
  readonly counts: number;
}

/** Scratch memory of `sparseTile`. */
export const sparseTileBytes = (steps: number, batch: number): number =>
  (steps + 1) * sampleSegments(batch).perStep * sparseTileRows * (listBytes + 4);

/**
 * Rows of the recurrent and of the decoder's gradient for one tile of units: the samples in which each was active, times the
 * packed gradients after them. The first tile adds the input's rows, whose "activities" are what the network is told.
 */
export function sparseTile(context: JobContext, a: GradientArguments, tile: number): void {
  const first = tile * sparseTileRows;
  const rows = Math.min(sparseTileRows, a.units - first);
  const lists = listTile(context, a, a.states + first * 4, a.units, rows, a.steps + 1);
  if (a.deltaPanels) {
    const gradient = a.recurrentGradient + first * a.units * 4;
    sumOverSamples(context, a, lists, 0, a.deltaPanels, a.units, gradient);
  }
  if (a.logitPanels) {
    const gradient = a.decoderGradient + first * a.cells * 4;
    sumOverSamples(context, a, lists, 1, a.logitPanels, a.cells, gradient);
  }
  if (tile === 0 && a.deltaPanels) {
    const velocities = listTile(context, a, a.velocity, a.inputs, a.inputs, a.steps);
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
  const segments = segmentsOfSamples(steps, a.batch);
  const lists = { rows, entries: scratch, counts: scratch + segments.length * rows * listBytes };
  segments.forEach(({ first, count }, segment) => {
    const at = segment * rows;
    const from = matrix + first * width * 4;
    kernels.listColumns(count, rows, from, width, lists.entries + at * listBytes, lists.counts + at * 4);
  });
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
      const list = entries + at * listBytes;
      kernels.sparseTimesPanels(rows, width, list, counts + at * 4, from, out, columns, segment > 0 ? 1 : 0);
    }
  }
}
