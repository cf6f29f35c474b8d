import type { Engine } from "../../../src/engine/engine.ts";
import type { SharedArray } from "../../../src/engine/shared-array.ts";

/** A value no kernel may touch: it stands behind every array of a test. */
export const sentinel = -12345;

/** A copy of `values` in the engine's memory, with room for whole SIMD registers of sentinels behind. */
export function guarded(engine: Engine, values: ArrayLike<number>): SharedArray<"float32"> {
  const array = engine.memory.allocate("float32", values.length + 8, "guarded values");
  array.view.fill(sentinel);
  array.view.set(values);
  return array;
}

/** The values of a guarded array. @throws when something behind them was written */
export function unguard(array: SharedArray<"float32">): Float32Array {
  const all = array.toArray();
  const behind = all.subarray(all.length - 8);
  if (behind.some((value) => value !== sentinel)) throw new Error("the kernel wrote behind its array");
  return all.subarray(0, all.length - 8);
}

/** Sizes around whole SIMD registers, and one of many. */
export const oddSizes = [0, 1, 2, 3, 4, 5, 7, 8, 9, 31, 1003] as const;

/** Every place in a row of `size` where a special value may stand: in a register, and in the tail. */
export const placesIn = (size: number): number[] => [0, Math.floor(size / 2), size - 1];
