/** Pictures that are drawn by the thread that works: what one has cost decides when the next one comes. */

/** Drawing may take so much of the time. */
export const drawingShare = 0.008;

/**
 * Draws like `draw`, but gives the last picture again until it has paid for itself; a change of `key` is shown at once.
 * @param now clock in milliseconds
 */
export function paced<Place extends readonly unknown[]>(
  draw: (...place: Place) => string[],
  key: (...place: Place) => string,
  now: () => number = () => performance.now(),
): (...place: Place) => string[] {
  let shown: { readonly lines: string[]; readonly key: string; readonly until: number } | undefined;
  return (...place) => {
    const began = now();
    const wanted = key(...place);
    if (shown?.key === wanted && began < shown.until) return shown.lines;
    const lines = draw(...place);
    const ended = now();
    shown = { lines, key: wanted, until: ended + (ended - began) / drawingShare };
    return lines;
  };
}
