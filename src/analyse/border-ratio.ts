/** Border score by how much more a unit fires along one wall than in the middle. */
import { isFiring, visitedRates } from "./visited-rates.ts";

/** Bins from the wall that are "along" it. The source has maps of 20 x 20 bins. */
export const wallBins = 3;

/**
 * The largest of (b - c) / (b + c) over the four walls, where b is the mean rate of the bins within three bins of the wall and c
 * that of all bins farther than that from every wall: -1 to 1. Unlike Solstad's score it needs no field, so that broad
 * gradients score, too. NaN for a silent unit, a signed one, and where no visited bin lies along any wall or in the middle.
 * Source: Banino et al. 2018 (Nature 557:429), Supplementary Information, where 0.50 is the threshold from field shuffles.
 * @param map [rows, columns], NaN where unvisited
 */
export function borderRatio(map: ArrayLike<number>, rows: number, columns: number): number {
  if (!isFiring(visitedRates(map))) return Number.NaN;
  const meanOf = (chosen: (row: number, column: number) => boolean) => {
    let [sum, count] = [0, 0];
    for (let bin = 0; bin < rows * columns; bin++) {
      if (Number.isNaN(map[bin]!) || !chosen(Math.floor(bin / columns), bin % columns)) continue;
      sum += map[bin]!;
      count++;
    }
    return sum / count;
  };
  const middle = meanOf(
    (row, column) =>
      Math.min(row, rows - 1 - row) >= wallBins && Math.min(column, columns - 1 - column) >= wallBins,
  );
  const ratios = [
    meanOf((row) => row < wallBins),
    meanOf((row) => row >= rows - wallBins),
    meanOf((_, column) => column < wallBins),
    meanOf((_, column) => column >= columns - wallBins),
  ]
    .map((wall) => (wall - middle) / (wall + middle))
    .filter((ratio) => !Number.isNaN(ratio));
  return ratios.length === 0 ? Number.NaN : Math.max(...ratios);
}
