/**
 * From the order in which trajectories are computed, time-major [T, B, width], to that of files and pictures, [B, T, width].
 * @param width numbers a step: 2 of a position, 1 of a heading
 * @param out where it goes: [B, T, width]; default a new array
 */
export function trajectoryFirst(
  timeMajor: Float32Array,
  trajectories: number,
  width: number,
  out: Float32Array = new Float32Array(timeMajor.length),
): Float32Array {
  const steps = timeMajor.length / (trajectories * width);
  for (let b = 0; b < trajectories; b++) {
    for (let t = 0; t < steps; t++) {
      const from = (t * trajectories + b) * width;
      const to = (b * steps + t) * width;
      for (let i = 0; i < width; i++) out[to + i] = timeMajor[from + i]!;
    }
  }
  return out;
}
