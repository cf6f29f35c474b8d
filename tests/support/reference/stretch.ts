/** An image read at linearly mapped places through its cubic spline, written to be read. */
import { splineFilter } from "./grid-score.ts";

const cubicSpline = (distance: number): number => {
  const d = Math.abs(distance);
  if (d < 1) return 2 / 3 - d * d + (d * d * d) / 2;
  return d < 2 ? (2 - d) ** 3 / 6 : 0;
};

/** Pixel (x, y) from the middle is that at (xx x + xy y, xy x + yy y); 0 from outside. @param size odd */
export function stretchedImage(
  image: ArrayLike<number>,
  size: number,
  [xx, xy, yy]: readonly [number, number, number],
): Float64Array {
  const along = Array.from({ length: size }, (_, r) =>
    splineFilter(Array.from({ length: size }, (_, c) => image[r * size + c]!)),
  );
  const columns = Array.from({ length: size }, (_, c) => splineFilter(along.map((row) => row[c]!)));
  const mirrored = (i: number) => (i < 0 ? -i : i >= size ? 2 * (size - 1) - i : i);
  const middle = (size - 1) / 2;
  return Float64Array.from({ length: size * size }, (_, i) => {
    const [y, x] = [Math.floor(i / size) - middle, (i % size) - middle];
    const [row, column] = [xy * x + yy * y + middle, xx * x + xy * y + middle];
    if (Math.min(row, column) < 0 || Math.max(row, column) > size - 1) return 0;
    let sum = 0;
    for (let r = Math.floor(row) - 1; r <= Math.floor(row) + 2; r++) {
      for (let c = Math.floor(column) - 1; c <= Math.floor(column) + 2; c++) {
        sum += columns[mirrored(c)]![mirrored(r)]! * cubicSpline(row - r) * cubicSpline(column - c);
      }
    }
    return sum;
  });
}
