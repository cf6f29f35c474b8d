/** A dot on a map of characters: where the animal is now. The map itself is heat-map.ts's. */
import type { Cell, Rgb } from "./paint.ts";
import type { Terminal } from "./terminal.ts";

/** A place as shares of the sides: (0, 0) is the bottom left corner, (1, 1) the top right. */
export type Place = readonly [x: number, y: number];

const light: Rgb = [255, 255, 255];
const dark: Rgb = [0, 0, 0];

/**
 * Puts a dot into the lines of a map, black or white, whichever is seen. A place outside is nowhere.
 * @param lines cells from the top line on @param rows of the map
 */
export function putDot(lines: Cell[][], [x, y]: Place, rows: number, { unicode }: Terminal): void {
  const across = lines[0]!.length;
  const [column, fromTop] = [Math.floor(x * across), Math.floor((1 - y) * rows)];
  const perLine = rows > lines.length ? 2 : 1;
  const cell = lines[Math.floor(fromTop / perLine)]?.[column];
  if (!cell) return;
  const isUpper = perLine === 2 && fromTop % 2 === 0;
  const background = (isUpper ? cell.foreground : undefined) ?? cell.background;
  const dot = unicode ? "●" : "O";
  const character = cell.character.length === 1 ? dot : x * across - column < 0.5 ? `${dot} ` : ` ${dot}`;
  lines[Math.floor(fromTop / perLine)]![column] = {
    character,
    background,
    foreground: background && (isBright(background) ? dark : light),
  };
}

/** By the luma of Rec. 601. */
const isBright = ([red, green, blue]: Rgb): boolean => 0.299 * red + 0.587 * green + 0.114 * blue > 140;
