/** The ellipse on which the inner peaks of an autocorrelogram lie: how far a grid is from regular hexagons. */

export interface Ellipse {
  /** Half of its axes, m. */
  readonly major: number;
  readonly minor: number;
  /** Direction of the major axis, rad in [0, pi); 0 for a circle. */
  readonly direction: number;
  /** major / minor: 1 for a regular grid. */
  readonly ellipticity: number;
}

/**
 * The ellipse a x^2 + b x y + c y^2 = 1 around the middle that lies nearest to the peaks by least squares of that equation: through all
 * of them where they are three pairs. Source: Stensola et al. 2015 (Nature 518:207) and opexebo's grid statistics, whose
 * ellipse has a free centre: that of points with their mirror images is the middle.
 * @param peaks one of each pair, in m
 * @returns undefined when there are fewer than three, or no ellipse is nearest to them
 */
export function ellipseOf(peaks: readonly { readonly x: number; readonly y: number }[]): Ellipse | undefined {
  if (peaks.length < 3) return undefined;
  const scale = Math.sqrt(peaks.reduce((sum, { x, y }) => sum + x * x + y * y, 0) / peaks.length);
  const rows = peaks.map(({ x, y }) => [(x / scale) ** 2, (x * y) / scale ** 2, (y / scale) ** 2] as const);
  const sum = (f: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + f(row), 0);
  const moments = [0, 1, 2].map((i) => [0, 1, 2].map((j) => sum((row) => row[i]! * row[j]!)));
  const conic = solved(
    moments,
    [0, 1, 2].map((i) => sum((row) => row[i]!)),
  );
  return conic && axesOf(conic, scale);
}

/** Relative size below which a determinant is round-off. */
const negligible = 1e-12;

/** Cramer's rule for three unknowns. */
function solved(matrix: readonly number[][], right: readonly number[]): number[] | undefined {
  const whole = determinant(matrix);
  if (!(Math.abs(whole) > negligible)) return undefined;
  return [0, 1, 2].map(
    (k) => determinant(matrix.map((row, i) => row.map((value, j) => (j === k ? right[i]! : value)))) / whole,
  );
}

function determinant([p, q, r]: readonly number[][]): number {
  const [a, b, c] = p as [number, number, number];
  const [d, e, f] = q as [number, number, number];
  const [g, h, i] = r as [number, number, number];
  return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
}

function axesOf(conic: readonly number[], scale: number): Ellipse | undefined {
  const [a, b, c] = conic as [number, number, number];
  const middle = (a + c) / 2;
  const half = Math.hypot((a - c) / 2, b / 2);
  if (!(middle - half > negligible)) return undefined;
  const [major, minor] = [scale / Math.sqrt(middle - half), scale / Math.sqrt(middle + half)];
  const along = half > negligible * middle ? Math.atan2(-b, c - a) / 2 : 0;
  const direction = along < 0 ? along + Math.PI : along;
  return { major, minor, direction, ellipticity: major / minor };
}
