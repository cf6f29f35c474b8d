import { randomNumbers } from "./random-numbers.ts";

/** Spacings (m) of three modules of equal size and 2 cm of deviation, 0.47, 0.70 and 1.06 m, in disorder. */
export function threeModules(count: number, seed: number, means = [0.47, 0.7, 1.06]): Float64Array {
  const draws = randomNumbers(2 * count, seed);
  return Float64Array.from({ length: count }, (_, i) => {
    const normal = Math.sqrt(-2 * Math.log(1 - draws[2 * i]!)) * Math.cos(2 * Math.PI * draws[2 * i + 1]!);
    return means[i % means.length]! + 0.02 * normal;
  });
}
