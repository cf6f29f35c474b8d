import type { Engine } from "../../engine/engine.ts";
import { defineJob, type JobContext } from "../../engine/job.ts";
import {
  columnsOfPanel,
  packedBytes,
  panelBytes,
  panelColumns,
  panelsOf,
  segmentBytes,
  segmentRows,
  segmentsOf,
} from "../../engine/panels.ts";
import type { SharedArray } from "../../engine/shared-array.ts";

const packSegment = defineJob(
  import.meta.url,
  "model/pack-weights",
  ["source", "stride", "transposed", "rows", "columns", "panels"],
  (context, block, a) => {
    const count = panelsOf(a.columns);
    packPanel(context, Math.floor(block / count), block % count, a);
  },
);

function packPanel(
  { kernels }: JobContext,
  segment: number,
  panel: number,
  a: Readonly<Record<"source" | "stride" | "transposed" | "rows" | "columns" | "panels", number>>,
): void {
  const first = segment * segmentRows;
  const depth = Math.min(segmentRows, a.rows - first);
  const column = panel * panelColumns;
  const width = columnsOfPanel(panel, a.columns);
  const to = a.panels + segment * segmentBytes(a.columns) + panel * panelBytes;
  const at = (row: number, inRow: number) => a.source + (row * a.stride + inRow) * 4;
  if (a.transposed) kernels.packTransposedPanels(depth, width, at(column, first), a.stride, to);
  else kernels.packPanels(depth, width, at(first, column), a.stride, to);
}

/** The packed form of a weight matrix, or of its transpose, in the current memory scope. @returns its address */
export function packWeights(engine: Engine, source: SharedArray<"float32">, transposed: boolean): number {
  const [stored, stride] = source.shape as [number, number];
  const [rows, columns] = transposed ? [stride, stored] : [stored, stride];
  const panels = engine.memory.allocate("uint8", packedBytes(rows, columns), `packed ${source.label}`);
  engine.pool.run(packSegment, segmentsOf(rows) * panelsOf(columns), {
    source: source.pointer,
    stride,
    transposed: transposed ? 1 : 0,
    rows,
    columns,
    panels: panels.pointer,
  });
  return panels.pointer;
}
