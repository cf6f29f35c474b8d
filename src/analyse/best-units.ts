/** Units by falling hexagonal score; those without one are left out. @param grid60 hexagonal score of each unit, NaN: none */
export function bestUnits(grid60: ArrayLike<number>): number[] {
  return Array.from({ length: grid60.length }, (_, unit) => unit)
    .filter((unit) => !Number.isNaN(grid60[unit]!))
    .sort((a, b) => grid60[b]! - grid60[a]! || a - b);
}
