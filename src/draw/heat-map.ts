/** One map in a terminal. Several are mosaic.ts's, and in a picture it is figure/map-panel.ts's. */
import { type ColourMap, type ColourMapName, colourMap, shade } from "./colour-map.ts";
import { assertGrid, coarsen, finiteRange, type Grid, meanOfVisited, type Range, rowOf } from "./grid.ts";
import { imageLines } from "./image.ts";
import { type Place, putDot } from "./map-dot.ts";
import { mapPixels } from "./map-pixels.ts";
import { type Cell, paintCells } from "./paint.ts";
import { shrink } from "./shrink.ts";
import type { Terminal } from "./terminal.ts";

export interface HeatMapOptions {
  /** Values shown as lowest and highest colour; values beyond saturate. Default: minimum and maximum of this map. */
  range?: Range | undefined;
  /** Default viridis. */
  colourMap?: ColourMapName | undefined;
  /** Where the animal is now. Images have none. */
  dot?: Place | undefined;
  /** 0..1, of all colours; default 1. Images have their own. */
  brightness?: number | undefined;
  /** Two characters wide and one line high a bin, instead of one character and half a line; ignored where that is too wide. */
  wide?: boolean | undefined;
  /** Characters that the map may be wide; bins are averaged by their area until it is no wider. Default: the terminal. */
  width?: number | undefined;
}

/**
 * A map as lines of text, row 0 at the bottom, bins about square on the screen. One character shows two rows: with half
 * blocks where there are colours and Unicode, otherwise as the mean of the two. A map wider than the terminal is
 * averaged over blocks of bins until it fits. All lines are equally wide. Where the terminal shows images, the same room
 * holds one.
 */
export function heatMap(grid: Grid, terminal: Terminal, options: HeatMapOptions = {}): string[] {
  assertGrid(grid);
  const colourOf = dimmed(colourMap(options.colourMap ?? "viridis", terminal.colour), options.brightness);
  const fitting = coarsen(grid, Math.ceil(grid.columns / terminal.columns));
  const small = shrunk(fitting, options.width ?? terminal.columns);
  // Pictures have room for all bins.
  const shown = terminal.images ? fitting : small;
  const shares = sharesOf(shown, options.range ?? finiteRange(shown.values));
  if (terminal.images) {
    const draw = (width: number, height: number) =>
      mapPixels(shares, options.colourMap ?? "viridis", width, height);
    return imageLines(draw, small.columns, Math.ceil(small.rows / 2), terminal.images);
  }
  const lines =
    options.wide && 2 * grid.columns <= terminal.columns
      ? wideLines(shares, terminal, colourOf)
      : halfBlockLines(shares, terminal, colourOf);
  if (options.dot) putDot(lines, options.dot, shares.rows, terminal);
  return lines.map((cells) => paintCells(cells, terminal.colour));
}

function shrunk(grid: Grid, width: number): Grid {
  if (grid.columns <= width) return grid;
  return shrink(grid, width, Math.max(1, Math.round((grid.rows * width) / grid.columns)));
}

const dimmed =
  (colourOf: ColourMap, brightness = 1): ColourMap =>
  (share) => {
    const [red, green, blue] = colourOf(share);
    const less = (channel: number) => Math.round(brightness * channel);
    return brightness === 1 ? colourOf(share) : [less(red), less(green), less(blue)];
  };

/** Values as shares of the range; all 0 when the range is a point. */
function sharesOf(grid: Grid, [lowest, highest]: Range = [0, 0]): Grid {
  if (!(lowest <= highest)) throw new RangeError(`a colour range cannot go from ${lowest} to ${highest}`);
  const scale = highest > lowest ? 1 / (highest - lowest) : 0;
  return { ...grid, values: Float64Array.from(grid.values, (value) => (value - lowest) * scale) };
}

function wideLines(shares: Grid, terminal: Terminal, colourOf: ColourMap): Cell[][] {
  const lines: Cell[][] = [];
  for (let row = shares.rows - 1; row >= 0; row--) {
    lines.push(
      rowOf(shares, row).map((share) =>
        terminal.colour === "none"
          ? { character: shade(share).repeat(2) }
          : { character: "  ", background: colourOf(share) },
      ),
    );
  }
  return lines;
}

function halfBlockLines(shares: Grid, terminal: Terminal, colourOf: ColourMap): Cell[][] {
  const lines: Cell[][] = [];
  for (let row = shares.rows - 1; row >= 0; row -= 2) {
    const lowerRow = rowOf(shares, row - 1);
    lines.push(rowOf(shares, row).map((upper, i) => halfBlock(upper, lowerRow[i], terminal, colourOf)));
  }
  return lines;
}

/** `lower` is undefined under the last row of a map with an odd number of them. */
function halfBlock(upper: number, lower: number | undefined, terminal: Terminal, colourOf: ColourMap): Cell {
  const mean = lower === undefined ? upper : meanOfVisited([upper, lower]);
  if (terminal.colour === "none") return { character: shade(mean) };
  if (!terminal.unicode) return { character: " ", background: colourOf(mean) };
  return {
    character: "▀",
    foreground: colourOf(upper),
    background: lower === undefined ? undefined : colourOf(lower),
  };
}
