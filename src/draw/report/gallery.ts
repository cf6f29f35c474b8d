/** All units of a network, on their way into the page: numbers as JSON, maps as two bytes a bin. */

export interface Measure {
  /** As it is called in filters: letters and digits, the first a letter. */
  readonly key: string;
  readonly label: string;
  /** Empty for a pure number. */
  readonly unit: string;
  readonly help: string;
  /** Digits behind the point; undefined: three significant ones. */
  readonly digits: number | undefined;
  /** [units]; NaN: the unit has none. */
  readonly values: ArrayLike<number>;
  /** It stands on the card of a unit; the others only where a unit is enlarged, or sorted by them. */
  readonly main: boolean;
  /** Units that cannot have the number, and why. */
  readonly missing: { readonly why: string; readonly units: readonly number[] } | undefined;
}

/** `zero`: unvisited bins are rates of zero; `excluded`: nothing at all; `whole-map`: that, about the mean of all others. */
export type CorrelationRule = "zero" | "excluded" | "whole-map";

export interface Gallery {
  readonly rows: number;
  readonly columns: number;
  /** [units, rows, columns], row 0 at the bottom edge, NaN where never visited. */
  readonly maps: Float64Array;
  /** The unit's number is one of its own accord, named `unit`. */
  readonly measures: readonly Measure[];
  /** What units are called beside their numbers. */
  readonly names?: readonly string[] | undefined;
  /** How maps are correlated with themselves: see `autocorrelogram` of the page. */
  readonly rule: CorrelationRule;
  /** Size of the box, m. */
  readonly box: { readonly width: number; readonly height: number };
  /** Ring of the best hexagonal score of each unit: inner and outer radius as shares of the sides; null: it has none. */
  readonly rings: readonly (readonly [inner: number, outer: number] | null)[];
}

export interface EmbeddedMeasure extends Omit<Measure, "values" | "digits"> {
  readonly digits: number | null;
  readonly values: readonly (number | null)[];
}

/** What the page finds in its JSON. */
export interface EmbeddedGallery extends Omit<Gallery, "maps" | "measures" | "rings"> {
  readonly units: number;
  /** Each ring once, and of each unit which one; null: none. */
  readonly rings: readonly (readonly [inner: number, outer: number])[];
  readonly ringOf: readonly (number | null)[];
  /** Lowest and highest rate of each map; null: the map has no bin that was visited. */
  readonly lowest: readonly (number | null)[];
  readonly highest: readonly (number | null)[];
  /** Base64 of [units, rows, columns] little-endian uint16: levels from 0, the lowest rate, to 65534, the highest; 65535 unvisited. */
  readonly maps: string;
  readonly measures: readonly EmbeddedMeasure[];
}

export const highestLevel = 65_534;
export const unvisitedLevel = 65_535;
const significantDigits = 7;

/**
 * Levels are the fourth root of the share of the range, so that the faint flank of a field keeps its digits too: autocorrelograms are
 * correlations of patches, and a patch may hold nothing else.
 */
export const levelOf = (share: number): number => Math.round(highestLevel * share ** 0.25);
export const shareOf = (level: number): number => (level / highestLevel) ** 4;

/** Quantises every map between its own lowest and highest rate: an error of 1/32767 of that range at most. */
export function embedGallery(gallery: Gallery): EmbeddedGallery {
  const { maps, measures, rows, columns, rule, box, rings, names: unitNames } = gallery;
  const different = new Map(rings.flatMap((ring) => (ring ? [[String(ring), ring]] : [])));
  const names = [...different.keys()];
  const size = rows * columns;
  const units = maps.length / size;
  const levels = new Uint16Array(maps.length);
  const lowest: (number | null)[] = [];
  const highest: (number | null)[] = [];
  for (let unit = 0; unit < units; unit++) {
    const [from, to] = [unit * size, (unit + 1) * size];
    const range = quantise(maps.subarray(from, to), levels.subarray(from, to));
    lowest.push(rounded(range[0]));
    highest.push(rounded(range[1]));
  }
  return {
    ...{ rows, columns, units, rule, box, lowest, highest },
    ...(unitNames && { names: unitNames }),
    rings: [...different.values()],
    ringOf: rings.map((ring) => (ring ? names.indexOf(String(ring)) : null)),
    maps: Buffer.from(levels.buffer).toString("base64"),
    measures: measures.map(({ values, digits, ...rest }) => ({
      ...rest,
      digits: digits ?? null,
      values: Array.from(values, rounded),
    })),
  };
}

/** @returns the range; NaN when no bin was visited */
function quantise(map: Float64Array, levels: Uint16Array): [lowest: number, highest: number] {
  const visited = map.filter((rate) => !Number.isNaN(rate));
  const [lowest, highest] = visited.reduce(
    ([low, high], rate) => [Math.min(low, rate), Math.max(high, rate)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  ) as [number, number];
  const scale = highest > lowest ? 1 / (highest - lowest) : 0;
  map.forEach((rate, bin) => {
    levels[bin] = Number.isNaN(rate) ? unvisitedLevel : levelOf((rate - lowest) * scale);
  });
  return visited.length > 0 ? [lowest, highest] : [Number.NaN, Number.NaN];
}

const rounded = (value: number): number | null =>
  Number.isFinite(value) ? Number(value.toPrecision(significantDigits)) : null;
