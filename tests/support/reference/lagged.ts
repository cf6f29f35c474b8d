/** The lag sweep as one would write it down: every pair of a moment and a lag by itself. */
import type { SomeActivity } from "../array-source.ts";

interface Way {
  readonly axis: "time" | "distance";
  readonly samples: "equal" | "each";
  readonly lags: readonly number[];
  readonly bins: number;
}

type Place = readonly [x: number, y: number];

/** Not for periodic boxes. */
export function referenceSweep(
  { trajectories, steps, units, position, activity }: SomeActivity,
  arena: { readonly width: number; readonly height: number },
  { axis, samples, lags, bins }: Way,
) {
  const placeAt = (b: number, t: number): Place | undefined => {
    if (t < 0 || t >= steps) return undefined;
    const at = 2 * (t * trajectories + b);
    return Number.isNaN(position[at]!) ? undefined : [position[at]!, position[at + 1]!];
  };
  const distance = (a: Place, b: Place) => Math.hypot(b[0] - a[0], b[1] - a[1]);

  /** Walks along the path from moment t on, forwards or backwards. */
  const placeAlong = (b: number, t: number, lag: number): Place | undefined => {
    const direction = Math.sign(lag);
    let left = Math.abs(lag);
    let here = placeAt(b, t);
    for (let at = t; here; at += direction) {
      if (left <= 0) return here;
      const next = placeAt(b, at + direction);
      if (!next) return undefined;
      const way = distance(here, next);
      if (way >= left) {
        const share = left / way;
        return [
          Math.fround(here[0] + share * (next[0] - here[0])),
          Math.fround(here[1] + share * (next[1] - here[1])),
        ];
      }
      left -= way;
      here = next;
    }
    return undefined;
  };
  const binOf = (place: Place | undefined): number => {
    if (!place) return -1;
    const column = Math.floor((place[0] / arena.width + 0.5) * bins);
    const row = Math.floor((place[1] / arena.height + 0.5) * bins);
    return [column, row].every((i) => i >= 0 && i < bins) ? row * bins + column : -1;
  };
  const pairAt = (b: number, t: number, lag: number): number => {
    if (!placeAt(b, t)) return -1;
    if (axis === "distance") return binOf(placeAlong(b, t, lag));
    if (samples === "each" && steps - Math.abs(lag) <= 1) return -1;
    return binOf(placeAt(b, t + lag));
  };

  const moments = Array.from({ length: trajectories * steps }, (_, i) => ({
    b: i % trajectories,
    t: Math.floor(i / trajectories),
    row: i,
  })).filter(({ b, t }) => samples === "each" || lags.every((lag) => pairAt(b, t, lag) >= 0));

  const atEach = lags.map((lag) => {
    const pairs = moments
      .map(({ b, t, row }) => ({ bin: pairAt(b, t, lag), row }))
      .filter(({ bin }) => bin >= 0);
    const perUnit = Array.from({ length: units }, (_, unit) =>
      told(
        pairs.map(({ bin, row }) => [bin, activity[row * units + unit]!]),
        bins * bins,
      ),
    );
    return { pairs: pairs.length, perUnit };
  });
  const stepLengths = moments.length === 0 ? [] : allSteps(trajectories, steps, placeAt, distance);
  return {
    pairs: atEach.map(({ pairs }) => pairs),
    maps: atEach.flatMap(({ perUnit }) => perUnit.flatMap(({ map }) => map)),
    explainedVariance: atEach.flatMap(({ perUnit }) => perUnit.map(({ explained }) => explained)),
    spatialInformation: atEach.flatMap(({ perUnit }) => perUnit.map(({ information }) => information)),
    cmPerStep: (100 * stepLengths.reduce((sum, length) => sum + length, 0)) / stepLengths.length,
  };
}

function allSteps(
  trajectories: number,
  steps: number,
  placeAt: (b: number, t: number) => Place | undefined,
  distance: (a: Place, b: Place) => number,
): number[] {
  const lengths: number[] = [];
  for (let b = 0; b < trajectories; b++) {
    for (let t = 1; t < steps; t++) {
      const [before, after] = [placeAt(b, t - 1), placeAt(b, t)];
      if (before && after) lengths.push(distance(before, after));
    }
  }
  return lengths;
}

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
const meanOf = (values: readonly number[]) => sumOf(values) / values.length;
const spread = (values: readonly number[]) => sumOf(values.map((value) => (value - meanOf(values)) ** 2));

function told(pairs: readonly (readonly [bin: number, rate: number])[], bins: number) {
  const byBin = Array.from({ length: bins }, (_, bin) =>
    pairs.filter(([at]) => at === bin).map(([, rate]) => rate),
  );
  const rates = pairs.map(([, rate]) => rate);
  const visited = byBin.filter((some) => some.length > 0);
  const within = sumOf(visited.map(spread));
  const total = spread(rates);
  const known = rates.length > visited.length && total > 0;
  const all = meanOf(rates);
  const informative = rates.every((rate) => rate >= 0) && all > 0;
  const bits = visited.map((some) => {
    const ratio = meanOf(some) / all;
    return ratio > 0 ? (some.length / rates.length) * ratio * Math.log2(ratio) : 0;
  });
  return {
    map: byBin.map(meanOf),
    explained: known
      ? 1 - within / (rates.length - visited.length) / (total / (rates.length - 1))
      : Number.NaN,
    information: informative ? sumOf(bits) : Number.NaN,
  };
}
