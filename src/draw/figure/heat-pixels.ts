/** A map as the pixels of a picture. As those of a terminal it is map-pixels.ts's. */
import { type AnyColourMapName, colourMap } from "../colour-map.ts";
import { assertGrid, type Grid, type Range } from "../grid.ts";
import type { Pixels } from "./scene.ts";

/** Where the animal never was: light grey, which is in no colour map. */
export const unvisitedColour = [217, 217, 217] as const;

/** A map as pixels, one a bin, row 0 at the bottom. NaN is unvisited; a range that is a point gives the lowest colour. */
export function heatPixels(grid: Grid, [lowest, highest]: Range, name: AnyColourMapName): Pixels {
  assertGrid(grid);
  const { rows, columns, values } = grid;
  const colourOf = colourMap(name);
  const data = new Uint8Array(rows * columns * 4);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = values[row * columns + column]!;
      const share = highest > lowest ? (value - lowest) / (highest - lowest) : 0;
      const colour = Number.isNaN(value) ? unvisitedColour : colourOf(share);
      data.set([...colour, 255], ((rows - 1 - row) * columns + column) * 4);
    }
  }
  return { width: columns, height: rows, data };
}

/** All colours from left (lowest) to right, or from bottom to top. */
export function colourStrip(name: AnyColourMapName, direction: "right" | "up"): Pixels {
  const levels = 256;
  const values = Float64Array.from({ length: levels }, (_, i) => (i + 0.5) / levels);
  const [rows, columns] = direction === "right" ? [1, levels] : [levels, 1];
  return heatPixels({ values, rows, columns }, [0, 1], name);
}
