/** What of `walk` fits where: the box on the left, rate maps on the right. The box stays; maps come where there is room. */
import type { Arena } from "../../../world/arena.ts";

export interface WalkLayout {
  /** Inside of the box, characters. */
  readonly boxColumns: number;
  /** Rows and columns of maps; 0 rows: none. */
  readonly mapRows: number;
  readonly mapColumns: number;
  /** Characters of a map. */
  readonly mapWidth: number;
  /** Two characters a bin. */
  readonly wide: boolean;
}

export const gap = 2;
/** Title and keys. */
const besides = 2;
/** Around the inside of the box: legend, frame, scale bar, what lies outside. */
const boxExtra = 5;
const boxFrame = 2;
const widestBox = 100;
const narrowestBox = 24;
/** Beside large maps the box is large, too. */
const narrowestBesideWide = 44;
const narrowestAlone = 6;

/** @param bins of a map along x and y */
export function walkLayout(
  columns: number,
  rows: number,
  arena: Arena,
  bins: { readonly x: number; readonly y: number },
): WalkLayout {
  const room = Math.max(0, rows - besides);
  const fitting = Math.floor((2 * Math.max(1, room - boxExtra) * arena.width) / arena.height);
  const box = Math.max(narrowestAlone, Math.min(widestBox, fitting, columns - boxFrame));
  const layout = (wide: boolean): WalkLayout => {
    const mapWidth = wide ? 2 * bins.x : bins.x;
    const mapRows = Math.floor(room / (1 + (wide ? bins.y : Math.ceil(bins.y / 2))));
    const least = Math.min(box, wide ? narrowestBesideWide : narrowestBox);
    const across = (boxColumns: number) =>
      Math.max(0, Math.floor((columns - boxColumns - boxFrame) / (mapWidth + gap)));
    // Two columns of maps are worth a smaller box.
    const mapColumns = Math.max(across(box), Math.min(2, across(least)));
    const boxColumns = Math.min(box, columns - boxFrame - mapColumns * (mapWidth + gap));
    return mapRows === 0 || mapColumns === 0
      ? { boxColumns: box, mapRows: 0, mapColumns: 0, mapWidth, wide }
      : { boxColumns, mapRows, mapColumns, mapWidth, wide };
  };
  const large = layout(true);
  return large.mapRows >= 2 && large.mapColumns >= 2 ? large : layout(false);
}
