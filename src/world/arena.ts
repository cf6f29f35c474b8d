import { UserError } from "../user-error.ts";

/** A box centred at the origin, sides in metres. Periodic: opposite walls are one and the same line. */
export interface Arena {
  readonly width: number;
  readonly height: number;
  readonly periodic: boolean;
  /** A disc with a wall around it; its diameter is the width, and the height. Not together with periodic. */
  readonly round?: boolean | undefined;
}

/** The box of Sorscher et al. 2019: 2.2 x 2.2 m with walls. */
export const defaultArena: Arena = { width: 2.2, height: 2.2, periodic: false };

/** @throws UserError when a side is not a positive length */
export function checkArena(arena: Arena): void {
  for (const side of ["width", "height"] as const) {
    if (!(Number.isFinite(arena[side]) && arena[side] > 0)) {
      throw new UserError(
        `the ${side} of the box is ${arena[side]} m`,
        "use a positive length, such as 2.2",
        2,
      );
    }
  }
}

/** "2.2 x 2.2 m, periodic", or of a disc "2.2 m across, round". */
export const sizeInWords = ({ width, height, periodic, round = false }: Arena): string => {
  const size = round && width === height ? `${width} m across` : `${width} x ${height} m`;
  return `${size}${round ? ", round" : ""}${periodic ? ", periodic" : ""}`;
};

/**
 * Length in m of the way from one place in the box to another, `dx` and `dy` being their differences: in a periodic box the
 * short way around. Not for differences beyond a side of it, which none of two places in it has.
 */
export function distanceIn({ width, height, periodic }: Arena, dx: number, dy: number): number {
  const along = (difference: number, side: number) => {
    const distance = Math.abs(difference);
    return periodic ? Math.min(distance, side - distance) : distance;
  };
  return Math.hypot(along(dx, width), along(dy, height));
}

/** m from a place to the nearest wall, below 0 outside; Infinity in a periodic box. */
export function distanceToWall({ width, height, periodic, round }: Arena, x: number, y: number): number {
  if (periodic) return Number.POSITIVE_INFINITY;
  if (round) return width / 2 - Math.hypot(x, y);
  return Math.min(width / 2 - Math.abs(x), height / 2 - Math.abs(y));
}

/**
 * Mean distance in cm between a uniform random point and the centre of the box: the decode error of knowing nothing.
 * Closed form of the mean of sqrt(x^2 + y^2) over a rectangle; 84.2 cm for 2.2 x 2.2 m. Two thirds of the radius of a disc.
 */
export function chanceCm({ width, height, round }: Arena): number {
  if (round) return (100 * width) / 3;
  const a = width / 2;
  const b = height / 2;
  const diagonal = Math.hypot(a, b) / 3;
  const sides = (a * a * Math.asinh(b / a)) / (6 * b) + (b * b * Math.asinh(a / b)) / (6 * a);
  return 100 * (diagonal + sides);
}

/** Brings uniform numbers in [0, 1) [n, 2] to uniform places of the box, in m. */
export function spreadOver({ width, height, round }: Arena, points: Float32Array | Float64Array): void {
  for (let i = 0; i < points.length; i += 2) {
    if (round) {
      const distance = (width / 2) * Math.sqrt(points[i]!);
      const direction = 2 * Math.PI * points[i + 1]!;
      points[i] = distance * Math.cos(direction);
      points[i + 1] = distance * Math.sin(direction);
    } else {
      points[i] = (points[i]! - 0.5) * width;
      points[i + 1] = (points[i + 1]! - 0.5) * height;
    }
  }
}
