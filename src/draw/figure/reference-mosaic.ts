/** The mosaic that a published code writes, pixel for pixel. Ours, with numbers and scores, is rate-map-figure.ts's. */
import { jetLevel } from "../jet.ts";
import type { Pixels } from "./scene.ts";

/** Square maps [map, bins, bins] whose first axis goes down the picture, as the published code keeps them: [unit, x, y]. */
export interface ReferenceMaps {
  readonly values: ArrayLike<number>;
  readonly maps: number;
  readonly bins: number;
}

const perRow = 16;
const gap = 4;
const [side, middle] = [0.27406862, 0.45186276];

/** Maps the published mosaic shows of `maps`, in how many rows and columns: what does not fill a row is left out. */
export function referenceLayout(maps: number): { rows: number; columns: number } {
  if (maps < perRow) throw new RangeError(`a mosaic of ${maps} maps has no row of ${perRow}`);
  const rows = Math.floor(maps / perRow);
  return { rows, columns: Math.floor(maps / rows) };
}

/**
 * The mosaic of Sorscher et al. 2019 to the pixel, one pixel a bin: each map from its minimum to its maximum, blurred, in
 * `jet`, 4 white pixels in between. 512 maps of 20 bins make 380 x 764 pixels: an array [764, 380, 4]. A map that does not
 * vary is transparent black.
 * @param maps rates; where never visited 0, as the published rate maps have it
 * @throws RangeError for fewer than 16 maps
 */
export function referenceMosaic({ values, maps, bins }: ReferenceMaps): Pixels {
  const { rows, columns } = referenceLayout(maps);
  const pitch = bins + gap;
  const [width, height] = [columns * pitch - gap, rows * pitch - gap];
  const data = new Uint8Array(width * height * 4).fill(255);
  for (let map = 0; map < rows * columns; map++) {
    const tile = tileOf(values, map * bins * bins, bins);
    const top = Math.floor(map / columns) * pitch;
    const left = (map % columns) * pitch;
    for (let row = 0; row < bins; row++) {
      const line = tile.subarray(row * bins * 4, (row + 1) * bins * 4);
      data.set(line, ((top + row) * width + left) * 4);
    }
  }
  return { width, height, data };
}

const jet = Array.from({ length: 256 }, (_, level) =>
  [...jetLevel(level), 1].map((c) => Math.trunc(255 * c)),
);

/** One map as RGBA. */
function tileOf(values: ArrayLike<number>, first: number, bins: number): Uint8Array {
  const map = Float64Array.from({ length: bins * bins }, (_, i) => values[first + i]!);
  const lowest = map.reduce((a, b) => Math.min(a, b));
  const highest = map.reduce((a, b) => Math.max(a, b));
  const rgba = new Uint8Array(bins * bins * 4);
  if (!(highest > lowest)) return rgba;
  const shares = blurred(
    map.map((value) => (value - lowest) / (highest - lowest)),
    bins,
  );
  shares.forEach((share, i) => {
    rgba.set(jet[Math.min(255, Math.max(0, Math.trunc(share * 256)))]!, 4 * i);
  });
  return rgba;
}

/** Three pixels wide along rows, then along columns; beyond the border it is mirrored at the outermost pixel. */
function blurred(image: Float64Array, bins: number): Float64Array {
  const mirrored = (i: number) => (i < 0 ? -i : i >= bins ? 2 * (bins - 1) - i : i);
  const alongRows = image.map((value, i) => {
    const [row, column] = [i - (i % bins), i % bins];
    return side * (image[row + mirrored(column - 1)]! + image[row + mirrored(column + 1)]!) + middle * value;
  });
  return alongRows.map((value, i) => {
    const [row, column] = [Math.floor(i / bins), i % bins];
    const [above, below] = [mirrored(row - 1) * bins + column, mirrored(row + 1) * bins + column];
    return side * (alongRows[above]! + alongRows[below]!) + middle * value;
  });
}
