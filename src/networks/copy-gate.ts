import type { SharedArray } from "../engine/shared-array.ts";

/**
 * One gate of all samples by itself.
 * @param gates [T, B, gates * units], side by side
 * @param into [T, B, units]
 */
export function copyGate(gates: SharedArray<"float32">, gate: number, into: Float32Array): void {
  const width = gates.shape.at(-1)!;
  const units = (into.length * width) / gates.length;
  for (let to = 0, from = gate * units; to < into.length; to += units, from += width) {
    into.set(gates.view.subarray(from, from + units), to);
  }
}
