/** Many maps in a terminal. A single one is heat-map.ts's, and in a picture they are figure/rate-map-figure.ts's. */
import { oneRow } from "./beside.ts";
import { colourBar } from "./colour-bar.ts";
import { finiteRange, type Grid } from "./grid.ts";
import { type HeatMapOptions, heatMap } from "./heat-map.ts";
import type { Terminal } from "./terminal.ts";
import { truncate, visibleWidth } from "./text.ts";

/** One map of a mosaic. */
export interface Tile {
  grid: Grid;
  /** A line above the map, such as `#137  1.21`; cut at the map's width. */
  caption: string;
}

export interface MosaicOptions extends HeatMapOptions {
  /** A colour bar under each map, with its lowest and highest value and this unit after them. Default: none. */
  barUnit?: string | undefined;
}

const GAP = 2;
/** Of the colour bar under a map that is narrower. */
const NARROWEST_BAR = 20;

/**
 * Maps side by side, each with its caption above it, in reading order. As many columns as fit the terminal, evened out
 * so that the last row is as full as can be; a blank line between rows. Without `options.range` every map has its own.
 */
export function mosaic(tiles: readonly Tile[], terminal: Terminal, options: MosaicOptions = {}): string[] {
  if (tiles.length === 0) return [];
  const drawn = tiles.map((tile) => drawTile(tile, terminal, options));
  const width = Math.max(
    ...drawn.map((lines) => lines.slice(1).reduce((widest, line) => Math.max(widest, visibleWidth(line)), 0)),
  );
  const fitting = Math.max(1, Math.floor((terminal.columns + GAP) / (width + GAP)));
  const columns = Math.ceil(drawn.length / Math.ceil(drawn.length / fitting));
  const lines: string[] = [];
  for (let first = 0; first < drawn.length; first += columns) {
    if (first > 0) lines.push("");
    const row = drawn.slice(first, first + columns);
    lines.push(
      ...oneRow(
        row,
        row.map(() => width),
      ),
    );
  }
  return lines;
}

/** One map with its caption above it and, where wanted, its colour bar below. */
export function drawTile({ grid, caption }: Tile, terminal: Terminal, options: MosaicOptions = {}): string[] {
  const lines = heatMap(grid, terminal, options);
  const width = Math.max(visibleWidth(lines[0]!), options.barUnit === undefined ? 0 : NARROWEST_BAR);
  return [truncate(caption, width, terminal.unicode), ...lines, ...tileBar(grid, width, terminal, options)];
}

function tileBar(grid: Grid, width: number, terminal: Terminal, options: MosaicOptions): string[] {
  const { barUnit: unit, colourMap } = options;
  const range = options.range ?? finiteRange(grid.values);
  if (unit === undefined || !range) return [];
  const columns = Math.min(width, terminal.columns);
  return [colourBar(range, { ...terminal, columns }, { unit, colourMap, digits: 2 })];
}
