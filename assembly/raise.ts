/** The last step of a place code. */
import { loadPart, restOf, storePart } from "./lanes";

/** Adds |least| to all cells and divides by the new sum. */
export function raise(out: usize, bytes: usize, least: f32, sum: f32): void {
  const pedestal = abs(least);
  addAndScale(out, bytes, pedestal, 1 / (sum + <f32>(bytes >> 2) * pedestal));
}

export function addAndScale(out: usize, bytes: usize, addend: f32, factor: f32): void {
  const added = f32x4.splat(addend);
  const scale = f32x4.splat(factor);
  const whole = bytes & ~15;
  for (let at: usize = 0; at < whole; at += 16) {
    v128.store(out + at, f32x4.mul(f32x4.add(v128.load(out + at), added), scale));
  }
  const rest = restOf(bytes);
  if (rest) {
    const raised = f32x4.add(loadPart(out + whole, rest), added);
    storePart(out + whole, f32x4.mul(raised, scale), rest);
  }
}
