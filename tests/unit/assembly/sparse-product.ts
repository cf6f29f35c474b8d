import type { Engine } from "../../../src/engine/engine.ts";
import {
  listBytes,
  packedBytes,
  panelsOf,
  segmentBytes,
  segmentRows,
  segmentsOf,
} from "../../../src/engine/panels.ts";
import { type Lists, listsAt, listsBytes } from "../../../src/networks/rnn/lists.ts";

/** Random values of which a share is exactly zero. */
export const sparse = (values: Float32Array, density: number, draw: () => number): Float32Array =>
  values.map((value) => (draw() < density ? value : 0));

/** B [rows, columns], or stored as its transpose, in packed form; addresses count as in the current memory scope. */
export function pack(engine: Engine, b: number, rows: number, columns: number, transposed: boolean): number {
  const { kernels, memory } = engine;
  const panels = memory.allocate("float32", packedBytes(rows, columns) / 4, "panels");
  panels.view.fill(Number.NaN);
  for (let segment = 0; segment < segmentsOf(rows); segment++) {
    const first = segment * segmentRows;
    const depth = Math.min(segmentRows, rows - first);
    const to = panels.pointer + segment * segmentBytes(columns);
    if (transposed) kernels.packTransposedPanels(depth, columns, b + first * 4, rows, to);
    else kernels.packPanels(depth, columns, b + first * columns * 4, columns, to);
  }
  return panels.pointer;
}

/** Element [row, column] of a packed matrix. */
export function packedElement(values: Float32Array, columns: number, row: number, column: number): number {
  const segment = Math.floor(row / segmentRows);
  const panel = Math.floor(column / 32);
  const inPanel = ((segment * panelsOf(columns) + panel) * segmentRows + (row % segmentRows)) * 32;
  return values[inPanel + (column % 32)]!;
}

export function allocateLists(engine: Engine, rows: number, width: number): Lists {
  const bytes = engine.memory.allocate("uint8", listsBytes(rows, width), "lists");
  return listsAt(bytes.pointer, rows, width);
}

/** The entries of one list: index and value. */
export function entriesOf(engine: Engine, lists: Lists, at: number): [number, number][] {
  const { memory } = engine;
  const count = new Int32Array(memory.buffer)[lists.counts / 4 + at]!;
  const first = (lists.entries + at * listBytes) / 4;
  const words = new Uint32Array(memory.buffer);
  const values = new Float32Array(memory.buffer);
  return Array.from({ length: count }, (_, i) => [words[first + 2 * i]! / 128, values[first + 2 * i + 1]!]);
}
