/** What of a map is moved as a whole when its fields are shuffled, as the kernel in assembly/field-shuffle.ts reads it. */
import { watershed } from "./watershed.ts";

/** int32 of a plan at most. */
export const planLength = (bins: number): number => 2 + 5 * bins * bins;

/**
 * The fields of a map: the basins of its watershed above the mean rate, each as far as it lies above half the way from the mean to its
 * own peak. Lifting or scaling the rates changes nothing.
 * @param map [bins, bins], NaN where unvisited
 * @returns bins of each field, rising; the largest field first, of equals the one that begins first
 */
export function mapFields(map: Float64Array, bins: number): number[][] {
  const visited = map.filter((rate) => !Number.isNaN(rate));
  const mean = visited.reduce((sum, rate) => sum + rate, 0) / visited.length;
  const basins = watershed(map, bins, bins, mean);
  const peaks: number[] = [];
  basins.forEach((basin, bin) => {
    if (basin > 0) peaks[basin - 1] = Math.max(peaks[basin - 1] ?? mean, map[bin]!);
  });
  const fields = peaks.map((): number[] => []);
  basins.forEach((basin, bin) => {
    if (basin > 0 && map[bin]! > (mean + peaks[basin - 1]!) / 2) fields[basin - 1]!.push(bin);
  });
  return fields.filter((field) => field.length > 0).sort((a, b) => b.length - a.length || a[0]! - b[0]!);
}

/** Writes the plan of a map. @param plan of `planLength` @returns its number of fields */
export function writePlan(map: Float64Array, bins: number, plan: Int32Array): number {
  const fields = mapFields(map, bins);
  let at = 2;
  const write = (...values: number[]) => {
    for (const value of values) plan[at++] = value;
  };
  const corners = fields.map((field) => {
    const columns = field.map((bin) => bin % bins);
    const [bottom, left] = [Math.floor(field[0]! / bins), Math.min(...columns)];
    write(field.length, Math.floor(field.at(-1)! / bins) - bottom + 1, Math.max(...columns) - left + 1);
    return bottom * bins + left;
  });
  fields.forEach((field, i) => {
    for (const bin of field) write(bin - corners[i]!, bin);
  });
  const rest = restByDistance(map, bins, fields);
  for (const bin of rest) write(0, bin);
  plan[0] = fields.length;
  plan[1] = fields.reduce((sum, field) => sum + field.length, rest.length);
  return fields.length;
}

/** Visited bins of no field, by their distance to the nearest in steps along rows and columns, of equals the first. */
function restByDistance(map: Float64Array, bins: number, fields: readonly number[][]): number[] {
  const distance = new Int32Array(bins * bins).fill(-1);
  const reached = fields.flat();
  for (const bin of reached) distance[bin] = 0;
  const reach = (bin: number, from: number) => {
    if (distance[bin] !== -1) return;
    distance[bin] = distance[from]! + 1;
    reached.push(bin);
  };
  for (let i = 0; i < reached.length; i++) {
    const bin = reached[i]!;
    if (bin >= bins) reach(bin - bins, bin);
    if (bin < bins * (bins - 1)) reach(bin + bins, bin);
    if (bin % bins > 0) reach(bin - 1, bin);
    if (bin % bins < bins - 1) reach(bin + 1, bin);
  }
  return [...map.keys()]
    .filter((bin) => distance[bin] !== 0 && !Number.isNaN(map[bin]!))
    .sort((a, b) => distance[a]! - distance[b]! || a - b);
}
