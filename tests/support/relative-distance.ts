/** |actual - expected| / |expected| over the entries that pass, as Euclidean lengths. */
export function relativeDistance(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  passes: (index: number) => boolean = () => true,
): number {
  let difference = 0;
  let size = 0;
  for (let i = 0; i < expected.length; i++) {
    if (!passes(i)) continue;
    difference += (actual[i]! - expected[i]!) ** 2;
    size += expected[i]! ** 2;
  }
  return Math.sqrt(difference / size);
}
