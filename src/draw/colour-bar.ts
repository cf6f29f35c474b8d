/** The key of a heat map in a terminal. In a picture it is figure/colour-key.ts's. */
import {
  type ColourMap,
  type ColourMapName,
  colourMap,
  shade,
  UNVISITED_COLOUR,
  UNVISITED_SHADE,
} from "./colour-map.ts";
import type { Range } from "./grid.ts";
import { type Cell, paintCells } from "./paint.ts";
import type { Terminal } from "./terminal.ts";
import { formatSignificant, truncate } from "./text.ts";

export interface ColourBarOptions {
  /** Shown after the highest value. */
  unit?: string | undefined;
  /** Default viridis. */
  colourMap?: ColourMapName | undefined;
  /** Significant digits of the range. Default 3. */
  digits?: number | undefined;
  /** Adds the key of the unvisited bins. */
  unvisited?: boolean | undefined;
}

const LONGEST_BAR = 30;
const SHORTEST_BAR = 6;

/** The key of a heat map in one line: lowest value, all colours, highest value, unit. */
export function colourBar(range: Range, terminal: Terminal, options: ColourBarOptions = {}): string {
  const { unit = "", digits = 3, unvisited = false } = options;
  const colourOf = colourMap(options.colourMap ?? "viridis", terminal.colour);
  const before = `${formatSignificant(range[0], digits)} `;
  const after = ` ${formatSignificant(range[1], digits)} ${unit}`.trimEnd();
  const key = unvisited ? [{ character: "  " }, unvisitedKey(terminal), { character: " unvisited" }] : [];
  const taken = [before, after, ...key.map((cell) => cell.character)].join("").length;
  const length = Math.max(SHORTEST_BAR, Math.min(LONGEST_BAR, terminal.columns - taken));
  const bar = Array.from({ length }, (_, i) => barCell((i + 0.5) / length, terminal, colourOf));
  const line = paintCells([{ character: before }, ...bar, { character: after }, ...key], terminal.colour);
  return truncate(line, terminal.columns, terminal.unicode);
}

function barCell(share: number, terminal: Terminal, colourOf: ColourMap): Cell {
  if (terminal.colour === "none") return { character: shade(share) };
  return { character: " ", background: colourOf(share) };
}

function unvisitedKey(terminal: Terminal): Cell {
  if (terminal.colour === "none") return { character: UNVISITED_SHADE.repeat(2) };
  return { character: "  ", background: UNVISITED_COLOUR };
}
