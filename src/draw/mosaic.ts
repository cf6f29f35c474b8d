import type { Grid } from "./grid.ts";
import { type HeatMapOptions, heatMap } from "./heat-map.ts";
import type { Terminal } from "./terminal.ts";
import { padRight, truncate, visibleWidth } from "./text.ts";

/** One map of a mosaic. */
export interface Tile {
  grid: Grid;
  /** A line above the map, such as `#137  1.21`; cut at the map's width. */
  caption: string;
}

const GAP = 2;

/**
 * Maps side by side, each with its caption above it, in reading order. As many columns as fit the terminal, evened out
 * so that the last row is as full as can be; a blank line between rows. Without `options.range` every map has its own.
 */
export function mosaic(tiles: readonly Tile[], terminal: Terminal, options: HeatMapOptions = {}): string[] {
  if (tiles.length === 0) return [];
  const drawn = tiles.map((tile) => drawTile(tile, terminal, options));
  const width = Math.max(...drawn.map((lines) => visibleWidth(lines[1]!)));
  const fitting = Math.max(1, Math.floor((terminal.columns + GAP) / (width + GAP)));
  const columns = Math.ceil(drawn.length / Math.ceil(drawn.length / fitting));
  const lines: string[] = [];
  for (let first = 0; first < drawn.length; first += columns) {
    if (first > 0) lines.push("");
    lines.push(...sideBySide(drawn.slice(first, first + columns), width));
  }
  return lines;
}

function drawTile({ grid, caption }: Tile, terminal: Terminal, options: HeatMapOptions): string[] {
  const lines = heatMap(grid, terminal, options);
  return [truncate(caption, visibleWidth(lines[0]!), terminal.unicode), ...lines];
}

function sideBySide(blocks: readonly string[][], width: number): string[] {
  const height = Math.max(...blocks.map((block) => block.length));
  return Array.from({ length: height }, (_, i) =>
    blocks
      .map((block) => padRight(block[i] ?? "", width))
      .join(" ".repeat(GAP))
      .trimEnd(),
  );
}
