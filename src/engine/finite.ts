import type { Engine } from "./engine.ts";
import type { SharedArray } from "./shared-array.ts";

/** Whether all values are finite: a sum of squares in float64 cannot overflow over float32. */
export const isFiniteArray = (engine: Engine, array: SharedArray<"float32">): boolean =>
  Number.isFinite(engine.kernels.sumOfSquares(array.pointer, array.length));

/** What the first array is called that holds NaN or infinity; undefined when all are finite. */
export const firstNotFinite = (
  engine: Engine,
  arrays: readonly SharedArray<"float32">[],
): string | undefined => arrays.find((array) => !isFiniteArray(engine, array))?.label;
