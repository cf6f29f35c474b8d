/** Red, green, blue of xterm's colours 16..255: a cube of 6 levels, then 24 greys. Source: xterm's 256colres.pl. */
export function xtermRgb(index: number): number[] {
  if (index >= 232) return [0, 0, 0].map(() => 8 + 10 * (index - 232));
  const level = (digit: number) => (digit === 0 ? 0 : 55 + 40 * digit);
  const cube = index - 16;
  return [level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6)];
}

/** The nearest of all 240 by trying each. */
export function nearestXtermIndex(rgb: readonly number[]): number {
  const distance = (index: number) =>
    xtermRgb(index).reduce((sum, channel, i) => sum + (channel - rgb[i]!) ** 2, 0);
  const indices = Array.from({ length: 240 }, (_, i) => i + 16);
  return indices.reduce((best, index) => (distance(index) < distance(best) ? index : best));
}
