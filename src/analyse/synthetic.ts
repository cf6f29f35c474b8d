/** Cells whose answer is known: ideal spatial tuning, for tests of analyses and of one's own understanding. */
import type { Box } from "./bin-assignment.ts";

/** Rate of a unit at a place (m, box centred at 0) and heading (rad). */
export type Cell = (x: number, y: number, heading: number) => number;

export interface LatticeOptions {
  /** Distance of neighbouring fields, m. */
  readonly period: number;
  /** Place of one field, m; default the centre of the box. */
  readonly phase?: readonly [x: number, y: number] | undefined;
  /** Rotation of the lattice, rad; default 0. */
  readonly angle?: number | undefined;
}

/** Rectified sum of cosines along some directions; `wave` is the wavelength of each, m. */
function lattice({ phase = [0, 0], angle = 0 }: LatticeOptions, wave: number, directions: number[]): Cell {
  const k = (2 * Math.PI) / wave;
  const waves = directions.map((direction) => {
    const a = angle + direction;
    return [k * Math.cos(a), k * Math.sin(a)] as const;
  });
  return (x, y) => {
    const sum = waves.reduce(
      (total, [kx, ky]) => total + Math.cos(kx * (x - phase[0]) + ky * (y - phase[1])),
      0,
    );
    return Math.max(0, sum);
  };
}

/** Ideal grid cell: three cosines 60 degrees apart, of wavelength period * sqrt(3) / 2, rectified. Peak 3. */
export function hexagonalCell(options: LatticeOptions): Cell {
  return lattice(options, (options.period * Math.sqrt(3)) / 2, [0, Math.PI / 3, (2 * Math.PI) / 3]);
}

/** Fields on a square lattice: two cosines, rectified. Peak 2. */
export function squareCell(options: LatticeOptions): Cell {
  return lattice(options, options.period, [0, Math.PI / 2]);
}

/** Parallel bands, one cosine, rectified: along y when `angle` is 0. Peak 1. */
export function bandCell(options: LatticeOptions): Cell {
  return lattice(options, options.period, [0]);
}

/** Gaussian place field. Peak 1. @param width standard deviation, m */
export function placeCell(options: { centre: readonly [x: number, y: number]; width: number }): Cell {
  const [centreX, centreY] = options.centre;
  return (x, y) => Math.exp(-((x - centreX) ** 2 + (y - centreY) ** 2) / (2 * options.width ** 2));
}

export type Wall = "east" | "north" | "west" | "south";

/** Fires along one wall, half-Gaussian towards the middle. Peak 1. @param width standard deviation, m */
export function borderCell(options: { wall: Wall; width: number; box: Box }): Cell {
  const { wall, width, box } = options;
  const distance: Record<Wall, (x: number, y: number) => number> = {
    east: (x) => box.width / 2 - x,
    north: (_, y) => box.height / 2 - y,
    west: (x) => x + box.width / 2,
    south: (_, y) => y + box.height / 2,
  };
  return (x, y) => Math.exp(-(distance[wall](x, y) ** 2) / (2 * width ** 2));
}

/** Von Mises tuning to the heading, the same everywhere. Peak 1. @param concentration kappa */
export function headDirectionCell(options: { preferred: number; concentration: number }): Cell {
  return (_x, _y, heading) => Math.exp(options.concentration * (Math.cos(heading - options.preferred) - 1));
}

/** Rates at the bin centres. @returns [y, x], row 0 at the bottom edge */
export function sampleMap(cell: Cell, binsX: number, binsY: number, box: Box, heading = 0): Float64Array {
  const centre = (size: number, bins: number, i: number) => -size / 2 + (size * (i + 0.5)) / bins;
  return Float64Array.from({ length: binsX * binsY }, (_, i) =>
    cell(centre(box.width, binsX, i % binsX), centre(box.height, binsY, Math.floor(i / binsX)), heading),
  );
}

/** Several maps one after the other, as the analyses take them. @returns [cells, y, x] */
export function sampleMaps(cells: readonly Cell[], binsX: number, binsY: number, box: Box): Float64Array {
  const maps = new Float64Array(cells.length * binsX * binsY);
  cells.forEach((cell, unit) => {
    maps.set(sampleMap(cell, binsX, binsY, box), unit * binsX * binsY);
  });
  return maps;
}
