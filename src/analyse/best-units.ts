/** Units by falling hexagonal score; those without one are left out. @param grid60 hexagonal score of each unit, NaN: none */
export function bestUnits(grid60: Float64Array): number[] {
  return Array.from(grid60.keys())
    .filter((unit) => !Number.isNaN(grid60[unit]))
    .sort((a, b) => grid60[b]! - grid60[a]! || a - b);
}
