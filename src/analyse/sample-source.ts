/** Samples of many units that lie in the shared memory. */
import type { SharedArray } from "../engine/shared-array.ts";

/** Row-major float32 in the shared memory: an array, or the address of the first element. */
export type Float32Source = SharedArray<"float32"> | number;

/** Address of `source`. @throws RangeError when it is an array with fewer than `elements` elements */
export function addressOf(source: Float32Source, elements: number, what: string): number {
  if (typeof source === "number") return source;
  if (source.length < elements) {
    throw new RangeError(`${what} need ${elements} values, ${source.label} holds ${source.length}`);
  }
  return source.pointer;
}
