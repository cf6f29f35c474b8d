/** Writes seed, seed + 1, … to `count` int32 words at `target`. */
export function writePattern(target: usize, count: i32, seed: i32): void {
  for (let i = 0; i < count; i++) store<i32>(target + ((<usize>i) << 2), seed + i);
}
