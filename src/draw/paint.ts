/** Coloured characters as the text that a terminal shows: escape sequences for the colours it has. What it has, terminal.ts finds out. */
import { printable } from "../printable.ts";
import type { ColourDepth } from "./terminal.ts";

/** Red, green, blue, each an integer 0..255. */
export type Rgb = readonly [number, number, number];

/** One character on the screen, or a text that is made printable. Colours left out are the terminal's own. */
export interface Cell {
  character: string;
  foreground?: Rgb | undefined;
  background?: Rgb | undefined;
}

const RESET = "\x1b[0m";

/** Colours that stay apart on dark and light screens and for colour-blind eyes (Okabe and Ito 2008). */
const SERIES_COLOURS: readonly Rgb[] = [
  [86, 180, 233],
  [230, 159, 0],
  [0, 158, 115],
  [204, 121, 167],
  [213, 94, 0],
  [0, 114, 178],
];

/** The colour of the i-th series; repeats after six. */
export const seriesColour = (index: number): Rgb => SERIES_COLOURS[index % SERIES_COLOURS.length]!;

/** A line of cells as text. Escape sequences appear only where a colour changes, and never at depth `none`. */
export function paintCells(cells: readonly Cell[], depth: ColourDepth): string {
  if (depth === "none") return cells.map(shownOf).join("");
  let line = "";
  let current = "";
  for (const cell of cells) {
    const wanted = colourSequence(cell, depth);
    if (wanted !== current) {
      if (current !== "") line += RESET;
      line += wanted;
      current = wanted;
    }
    line += shownOf(cell);
  }
  return current === "" ? line : line + RESET;
}

const shownOf = ({ character }: Cell): string => (character.length > 1 ? printable(character) : character);

/** Text in one colour; unchanged at depth `none`. */
export function paint(text: string, foreground: Rgb, depth: ColourDepth): string {
  return text === "" ? "" : paintCells([{ character: text, foreground }], depth);
}

/** Text in the terminal's colours the other way round; unchanged at depth `none`. */
export const reversed = (text: string, depth: ColourDepth): string =>
  depth === "none" ? text : `\x1b[7m${text}${RESET}`;

function colourSequence({ foreground, background }: Cell, depth: ColourDepth): string {
  const codes: string[] = [];
  if (foreground) codes.push(`38;${colourCode(foreground, depth)}`);
  if (background) codes.push(`48;${colourCode(background, depth)}`);
  return codes.length === 0 ? "" : `\x1b[${codes.join(";")}m`;
}

const colourCode = (rgb: Rgb, depth: ColourDepth): string =>
  depth === "truecolour" ? `2;${rgb.join(";")}` : `5;${xtermIndex(rgb)}`;

const CUBE_LEVELS = [0, 95, 135, 175, 215, 255] as const;
const FIRST_CUBE_INDEX = 16;
const FIRST_GREY_INDEX = 232;

/** Index 16..255 of the nearest colour (Euclidean in sRGB) among xterm's 6x6x6 cube and its 24 greys. The first 16 depend on the theme. */
export function xtermIndex([red, green, blue]: Rgb): number {
  const [r, g, b] = [nearestLevel(red), nearestLevel(green), nearestLevel(blue)];
  const step = Math.min(23, Math.max(0, Math.round(((red + green + blue) / 3 - 8) / 10)));
  const grey = 8 + 10 * step;
  const cubeDistance =
    (CUBE_LEVELS[r]! - red) ** 2 + (CUBE_LEVELS[g]! - green) ** 2 + (CUBE_LEVELS[b]! - blue) ** 2;
  const greyDistance = (grey - red) ** 2 + (grey - green) ** 2 + (grey - blue) ** 2;
  return greyDistance < cubeDistance ? FIRST_GREY_INDEX + step : FIRST_CUBE_INDEX + 36 * r + 6 * g + b;
}

function nearestLevel(channel: number): number {
  let best = 0;
  for (let i = 1; i < CUBE_LEVELS.length; i++) {
    if (Math.abs(CUBE_LEVELS[i]! - channel) < Math.abs(CUBE_LEVELS[best]! - channel)) best = i;
  }
  return best;
}
