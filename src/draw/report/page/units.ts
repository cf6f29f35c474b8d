/** The units as the page has them, unpacked from what gallery.ts has put in. */
import { type EmbeddedGallery, type EmbeddedMeasure, shareOf, unvisitedLevel } from "../gallery.ts";

/** A column of numbers by which units are sorted and filtered. */
export interface Column extends Omit<EmbeddedMeasure, "values"> {
  /** [units]; NaN: the unit has none. */
  readonly values: Float64Array;
}

/** All units, unpacked. */
export interface Units extends Pick<EmbeddedGallery, "rows" | "columns" | "rule" | "box"> {
  readonly count: number;
  /** The first one is the number of the unit. */
  readonly measures: readonly Column[];
  /** "unit 3", and what it is called. */
  title(unit: number): string;
  /** Of the best hexagonal score: inner and outer radius as shares of the sides; undefined: the unit has none. */
  ring(unit: number): readonly [inner: number, outer: number] | undefined;
  /** [rows, columns] of a unit, row 0 at the bottom; NaN unvisited. */
  map(unit: number): Float64Array;
}

export function unpackUnits(gallery: EmbeddedGallery): Units {
  const { rows, columns, rule, box, units: count } = gallery;
  const levels = levelsOf(gallery.maps);
  const size = rows * columns;
  const number: Column = {
    ...{ key: "unit", label: "unit", unit: "", help: "number of the unit, from 0", digits: 0 },
    ...{ main: false, missing: undefined },
    values: Float64Array.from({ length: count }, (_, unit) => unit),
  };
  return {
    ...{ rows, columns, rule, box, count },
    measures: [
      number,
      ...gallery.measures.map((measure) => ({ ...measure, values: numbersOf(measure.values) })),
    ],
    title: (unit) => [`unit ${unit}`, ...(gallery.names ? [gallery.names[unit]!] : [])].join(" · "),
    ring: (unit) => gallery.rings[gallery.ringOf[unit] ?? -1],
    map(unit) {
      const lowest = gallery.lowest[unit] ?? Number.NaN;
      const range = (gallery.highest[unit] ?? Number.NaN) - lowest;
      return Float64Array.from(levels.subarray(unit * size, (unit + 1) * size), (level) =>
        level === unvisitedLevel ? Number.NaN : lowest + shareOf(level) * range,
      );
    },
  };
}

const numbersOf = (values: readonly (number | null)[]): Float64Array =>
  Float64Array.from(values, (value) => value ?? Number.NaN);

/** All processors that browsers run on are little-endian. */
function levelsOf(base64: string): Uint16Array {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return new Uint16Array(bytes.buffer);
}

/** As a person reads it; a dash for what a unit does not have. */
export function showNumber(value: number, { digits, unit }: Pick<Column, "digits" | "unit">): string {
  if (Number.isNaN(value)) return "–";
  const text = digits === null ? significant(value) : fixed(value, digits);
  return unit === "" ? text : `${text} ${unit}`;
}

/** The number of a unit, or why it has none. */
export const showMeasure = (unit: number, measure: Column): string =>
  measure.missing?.units.includes(unit) ? measure.missing.why : showNumber(measure.values[unit]!, measure);

/** Never -0.00. */
const fixed = (value: number, digits: number): string => (Number(value.toFixed(digits)) + 0).toFixed(digits);

const significant = (value: number): string => (value === 0 ? "0" : value.toPrecision(3).replace("e+", "e"));
