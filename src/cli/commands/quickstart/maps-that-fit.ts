/** How large some maps can be beside and below each other, each with its caption. */

/** Columns and rows of maps, and the characters that one is wide; it is half as many lines high. */
export interface MapsThatFit {
  readonly columns: number;
  readonly rows: number;
  readonly width: number;
}

const gap = 2;
const captionLines = 1;
/** Smaller ones show nothing. */
const smallest = 6;

/** Lines of all, without empty ones. */
export const mosaicLines = ({ rows, width }: MapsThatFit): number =>
  rows * (captionLines + Math.ceil(width / 2));

/**
 * The largest maps of at most `bins` characters that fit; of equally large ones those in the fewest lines. Where none fit, all
 * stand below each other as small as can be.
 */
export function mapsThatFit(count: number, bins: number, columns: number, lines: number): MapsThatFit {
  let best: MapsThatFit | undefined;
  for (let rows = 1; rows <= count; rows++) {
    const across = Math.ceil(count / rows);
    const wide = Math.floor((columns + gap) / across) - gap;
    const high = 2 * (Math.floor(lines / rows) - captionLines);
    const width = Math.min(bins, wide, high);
    if (width >= Math.min(smallest, bins) && width > (best?.width ?? 0))
      best = { columns: across, rows, width };
  }
  if (best) return best;
  const across = Math.max(1, Math.min(count, Math.floor((columns + gap) / (smallest + gap))));
  return { columns: across, rows: Math.ceil(count / across), width: Math.min(bins, smallest) };
}
