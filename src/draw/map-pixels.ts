/** A map as pixels for a terminal that shows pictures. The escape sequences are kitty.ts's and sixel.ts's. */
import { type ColourMapName, colourMap } from "./colour-map.ts";
import { type Grid, rowOf } from "./grid.ts";

/** Row-major from the top left, three bytes a pixel. */
export interface RgbPixels {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/**
 * A map in the colours of its shares of the range, each bin as large as it can be in `width` x `height` pixels, row 0 at
 * the bottom.
 * @param shares 0 to 1, NaN where unvisited
 */
export function mapPixels(shares: Grid, name: ColourMapName, width: number, height: number): RgbPixels {
  const colourOf = colourMap(name);
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const row = rowOf(shares, shares.rows - 1 - Math.floor((y * shares.rows) / height)).map(colourOf);
    for (let x = 0; x < width; x++) {
      rgb.set(row[Math.floor((x * shares.columns) / width)]!, (y * width + x) * 3);
    }
  }
  return { width, height, rgb };
}
