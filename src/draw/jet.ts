/** The rainbow of the classical figures, as matplotlib has it. */

/** The break points of matplotlib's `jet`: positions, and the value of the channel there. */
const channels = [
  { at: [0, 0.35, 0.66, 0.89, 1], values: [0, 0, 1, 1, 0.5] },
  { at: [0, 0.125, 0.375, 0.64, 0.91, 1], values: [0, 0, 1, 1, 0, 0] },
  { at: [0, 0.11, 0.34, 0.65, 1], values: [0.5, 1, 1, 0, 0] },
] as const;

/** Red, green and blue, each 0..1, of one of the 256 levels of `jet`: linear between the break points. */
export function jetLevel(level: number): [number, number, number] {
  const along = (at: readonly number[], values: readonly number[]): number => {
    const right = at.findIndex((position, i) => i > 0 && level <= position * 255);
    const start = at[right - 1]! * 255;
    const share = (level - start) / (at[right]! * 255 - start);
    return share * (values[right]! - values[right - 1]!) + values[right - 1]!;
  };
  const [red, green, blue] = channels;
  return [along(red.at, red.values), along(green.at, green.values), along(blue.at, blue.values)];
}
