/** numpy.mean of a contiguous float32 array: pairwise summation, all in float32. */
export function numpyMean(values: Float32Array): number {
  return Math.fround(pairwiseSum(values) / values.length);
}

const { fround } = Math;
const blockLength = 128;

/** Blocks of at most 128 are summed in eight interleaved parts; longer arrays are halved at a multiple of eight. */
function pairwiseSum(values: Float32Array): number {
  const n = values.length;
  if (n < 8) return values.reduce((sum, x) => fround(sum + x), 0);
  if (n > blockLength) {
    const half = Math.floor(n / 2) - (Math.floor(n / 2) % 8);
    return fround(pairwiseSum(values.subarray(0, half)) + pairwiseSum(values.subarray(half)));
  }
  const parts = [...values.subarray(0, 8)];
  const whole = n - (n % 8);
  for (let i = 8; i < whole; i++) parts[i % 8] = fround(parts[i % 8]! + values[i]!);
  const [a, b, c, d, e, f, g, h] = parts as [number, number, number, number, number, number, number, number];
  const left = fround(fround(a + b) + fround(c + d));
  const right = fround(fround(e + f) + fround(g + h));
  let sum = fround(left + right);
  for (let i = whole; i < n; i++) sum = fround(sum + values[i]!);
  return sum;
}
