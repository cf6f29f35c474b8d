import type { Grid } from "../../src/draw/grid.ts";

/** Three plane waves at 60 degrees: a hexagonal map of size x size bins, 0..1. */
export function hexagonalMap(size: number, spacing = 0.35, orientation = 0.15): Grid {
  const values = Float64Array.from({ length: size * size }, (_, bin) => {
    const [x, y] = [(bin % size) / size, Math.floor(bin / size) / size];
    const waves = [0, 1, 2].map((k) => {
      const angle = orientation + (k * Math.PI) / 3;
      return Math.cos(
        ((4 * Math.PI) / (Math.sqrt(3) * spacing)) * (x * Math.cos(angle) + y * Math.sin(angle)),
      );
    });
    return (1.5 + waves.reduce((sum, wave) => sum + wave, 0)) / 4.5;
  });
  return { values, rows: size, columns: size };
}

/** The same with a corner that was never visited: 3 x 4 bins at the bottom left. */
export function withUnvisitedCorner(grid: Grid): Grid {
  const values = Float64Array.from(grid.values);
  for (let row = 0; row < 4; row++) values.fill(Number.NaN, row * grid.columns, row * grid.columns + 3);
  return { ...grid, values };
}
