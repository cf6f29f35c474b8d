import type { ColourDepth } from "./terminal.ts";
import { xtermIndex } from "./xterm-colour.ts";

/** Red, green, blue, each an integer 0..255. */
export type Rgb = readonly [number, number, number];

/** One character on the screen. Colours left out are the terminal's own. */
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
  if (depth === "none") return cells.map((cell) => cell.character).join("");
  let line = "";
  let current = "";
  for (const cell of cells) {
    const wanted = colourSequence(cell, depth);
    if (wanted !== current) {
      if (current !== "") line += RESET;
      line += wanted;
      current = wanted;
    }
    line += cell.character;
  }
  return current === "" ? line : line + RESET;
}

/** Text in one colour; unchanged at depth `none`. */
export function paint(text: string, foreground: Rgb, depth: ColourDepth): string {
  return text === "" ? "" : paintCells([{ character: text, foreground }], depth);
}

function colourSequence({ foreground, background }: Cell, depth: ColourDepth): string {
  const codes: string[] = [];
  if (foreground) codes.push(`38;${colourCode(foreground, depth)}`);
  if (background) codes.push(`48;${colourCode(background, depth)}`);
  return codes.length === 0 ? "" : `\x1b[${codes.join(";")}m`;
}

const colourCode = (rgb: Rgb, depth: ColourDepth): string =>
  depth === "truecolour" ? `2;${rgb.join(";")}` : `5;${xtermIndex(rgb)}`;
