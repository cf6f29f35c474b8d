import type { SharedArray } from "../engine/shared-array.ts";

/** Where the columns of an ensemble lie in rows of the code of several: [rows, stride]. @throws RangeError when they do not fit */
export function columnsOf(
  array: SharedArray<"float32">,
  rows: number,
  first: number,
  cells: number,
): { readonly out: number; readonly stride: number } {
  const stride = array.shape.at(-1)!;
  if (array.length !== rows * stride || first + cells > stride) {
    throw new RangeError(`${array.label} holds ${array.length} values, not ${rows} x ${first + cells}`);
  }
  return { out: array.pointer + first * 4, stride };
}
