import { type ColourMapName, colourMap } from "./colour-map.ts";
import { type Grid, rowOf } from "./grid.ts";
import { kittyImage } from "./kitty.ts";
import { sixelImage } from "./sixel.ts";

/** How a terminal takes pictures, and the size of its characters in pixels. */
export interface ImageSupport {
  readonly protocol: "kitty" | "sixel";
  readonly cellWidth: number;
  readonly cellHeight: number;
}

/** Row-major from the top left, three bytes a pixel. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/**
 * A map in the colours of its shares of the range, each bin as large as it can be in `width` x `height` pixels, row 0 at
 * the bottom.
 * @param shares 0 to 1, NaN where unvisited
 */
export function mapPixels(shares: Grid, name: ColourMapName, width: number, height: number): Pixels {
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

/**
 * A picture as lines of text that may stand beside others: blank ones to make room, and in the last one the way back up,
 * the picture and the way back.
 */
export function imageLines(
  draw: (width: number, height: number) => Pixels,
  columns: number,
  lines: number,
  support: ImageSupport,
): string[] {
  const width = columns * support.cellWidth;
  const height = lines * support.cellHeight;
  const blank = " ".repeat(columns);
  const up = lines > 1 ? `\x1b[${lines - 1}A` : "";
  const image =
    support.protocol === "kitty"
      ? kittyImage(draw(width, height), columns, lines)
      : // Sixels come in bands of six lines; a part of one would move the screen.
        sixelImage(draw(width, height - (height % 6)));
  return [
    ...Array.from({ length: lines - 1 }, () => blank),
    `${blank}\x1b7\x1b[${columns}D${up}${image}\x1b8`,
  ];
}
