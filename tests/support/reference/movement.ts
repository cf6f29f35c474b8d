/** Sum by sector, product with speed and square of one unit of `activities` [samples, units], as `accumulateMovement` adds them. */
export function referenceMovement(
  activities: ArrayLike<number>,
  { sectors, speeds }: { readonly sectors: ArrayLike<number>; readonly speeds: ArrayLike<number> },
  sectorCount: number,
  units: number,
  unit: number,
) {
  const sums = new Array<number>(sectorCount).fill(0);
  let [product, square] = [0, 0];
  for (let sample = 0; sample < sectors.length; sample++) {
    if (sectors[sample]! < 0) continue;
    const rate = activities[sample * units + unit]!;
    sums[sectors[sample]!]! += rate;
    product += rate * speeds[sample]!;
    square += rate * rate;
  }
  return { sums, product, square };
}
