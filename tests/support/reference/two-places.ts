/** Two places out of one code, in float64, written to be read. */

type Point = readonly [x: number, y: number];

const mean = (points: readonly Point[]): Point => [
  points.reduce((sum, [x]) => sum + x, 0) / points.length,
  points.reduce((sum, [, y]) => sum + y, 0) / points.length,
];

const squared = (a: Point, b: Point): number => (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2;

const spread = (points: readonly Point[]): number => {
  const middle = mean(points);
  return points.reduce((sum, point) => sum + squared(point, middle), 0);
};

/** Means of the two clusters of the k best cells with the least squares, for `truth[0]` and `truth[1]`. */
export function twoPlaces(
  centres: readonly Point[],
  activity: ArrayLike<number>,
  k: number,
  truth: readonly [Point, Point],
): [Point, Point] {
  const best = Array.from(activity, (value, cell) => ({ value, cell }))
    .sort((a, b) => b.value - a.value || a.cell - b.cell)
    .slice(0, k)
    .map(({ cell }) => centres[cell]!);
  let least = Number.POSITIVE_INFINITY;
  let found: [Point, Point] = [best[0]!, best[0]!];
  for (let cut = 1; cut < 2 ** k - 1; cut++) {
    const first = best.filter((_, i) => (cut >> i) & 1);
    const second = best.filter((_, i) => !((cut >> i) & 1));
    const cost = spread(first) + spread(second);
    if (cost >= least) continue;
    least = cost;
    found = [mean(first), mean(second)];
  }
  const [a, b] = found;
  const straight = squared(a, truth[0]) + squared(b, truth[1]);
  return squared(a, truth[1]) + squared(b, truth[0]) < straight ? [b, a] : [a, b];
}
