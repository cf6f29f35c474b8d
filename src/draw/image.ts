/** A picture among the lines of text of a terminal that shows pictures. */
import { kittyImage } from "./kitty.ts";
import type { RgbPixels } from "./map-pixels.ts";
import { sixelImage } from "./sixel.ts";
import type { ImageSupport } from "./terminal.ts";

/**
 * A picture as lines of text that may stand beside others: blank ones to make room, and in the last one the way back up,
 * the picture and the way back.
 */
export function imageLines(
  draw: (width: number, height: number) => RgbPixels,
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
