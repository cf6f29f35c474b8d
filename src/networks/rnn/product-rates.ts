/** How fast this machine computes a product over lists and densely, measured once. */
import type { Engine } from "../../engine/engine.ts";
import type { Layout } from "../../engine/matmul.ts";
import { packedBytes } from "../../engine/panels.ts";
import { dotsWhereListed, listRows, listsAt, listsBytes, timesPanels } from "./lists.ts";

/** What one thread of this machine does, in multiplications and additions a second. */
export interface ProductRates {
  /** The engine's matrix product, WASM or BLAS. */
  readonly dense: Readonly<Record<Layout, number>>;
  /** Over lists, of the work that is really done. */
  readonly panels: number;
  readonly dots: number;
}

/** A product of a usual block: large enough for the rate of any larger one. */
const rows = 64;
const side = 256;
const operations = 2 * rows * side * side;
/** Of each product: enough to be compiled well, since the engine compiles what is called often once more. */
const seconds = 0.015;
const density = 0.25;

/** Measures on the main thread; takes less than a tenth of a second. */
export function measureProductRates(engine: Engine): ProductRates {
  const { memory, kernels, matmul } = engine;
  return memory.scope(() => {
    const matrix = (count: number, value: (i: number) => number) => {
      const array = memory.allocate("float32", [count, side], "product to be timed");
      array.view.forEach((_, i, view) => {
        view[i] = value(i);
      });
      return array.pointer;
    };
    const a = matrix(rows, (i) => (i % (1 / density) === 0 ? 1 : 0));
    const b = matrix(side, () => 0.5);
    const c = matrix(side, () => 0);
    const panels = memory.allocate("uint8", packedBytes(side, side), "panels to be timed").pointer;
    kernels.packPanels(side, side, b, side, panels);
    const room = memory.allocate("uint8", listsBytes(rows, side), "lists to be timed");
    const lists = listsAt(room.pointer, rows, side);
    listRows(kernels, a, rows, side, lists);
    const context = { kernels, matmul, scratch: 0 };
    const dense = (layout: Layout) =>
      operations / fastest(() => matmul.multiply(layout, rows, side, side, a, side, b, side, c, side, false));
    const listed = (product: () => void) => (density * operations) / fastest(product);
    return {
      dense: { nn: dense("nn"), nt: dense("nt"), tn: dense("tn") },
      panels: listed(() => timesPanels(context, rows, side, side, lists, panels, c, false)),
      dots: listed(() => dotsWhereListed(context, rows, side, side, a, b, lists, c)),
    };
  });
}

/** Seconds of the fastest call within `seconds`. */
function fastest(product: () => void): number {
  const began = performance.now();
  let best = Number.POSITIVE_INFINITY;
  for (let before = began; before - began < 1000 * seconds; ) {
    product();
    const after = performance.now();
    best = Math.min(best, (after - before) / 1000);
    before = after;
  }
  return best;
}
