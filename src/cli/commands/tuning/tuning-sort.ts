/** In which order units are listed by their tuning. */
import type { Tuning } from "../../../analyse/tuning.ts";
import type { TuningStudy } from "../../../session/tuning-study.ts";

/** By what, and how that is said. */
export const sortWords = {
  heading: "most tuned to heading",
  correlation: "best fitted by a cosine of heading",
  speed: "most tuned to speed",
  smoothness: "with the smoothest curves of heading",
} as const;

export type TuningSort = keyof typeof sortWords;

export const tuningSorts = Object.keys(sortWords) as TuningSort[];

const allUnits = (units: number): number[] => Array.from({ length: units }, (_, unit) => unit);

/** Units without the number come last. */
const known = (value: number): number => (Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value);

/** All units. @param study with smoothness where that is the order */
export function sortedUnits(
  { tuning, smoothness }: Pick<TuningStudy, "tuning" | "smoothness">,
  sort: TuningSort,
): number[] {
  const { heading, speed, units } = tuning;
  const descending = (value: (unit: number) => number) =>
    allUnits(units).sort((a, b) =>
      known(value(b)) > known(value(a)) ? 1 : known(value(b)) < known(value(a)) ? -1 : a - b,
    );
  switch (sort) {
    case "heading":
      return mostTuned(tuning, units);
    case "correlation":
      return descending((unit) => heading.correlation[unit]!);
    case "speed":
      return descending((unit) => Math.abs(speed.score[unit]!));
    case "smoothness":
      return descending((unit) => -smoothness![unit]!);
  }
}

interface HeadingTuning {
  readonly heading: Pick<Tuning["heading"], "vectorLength" | "correlation">;
  readonly units: number;
}

/** The units of the longest mean vectors, signed units (which have none) after them by correlation, which knows no scale. */
export function mostTuned({ heading, units }: HeadingTuning, count: number): number[] {
  const { vectorLength, correlation } = heading;
  const signed = (unit: number) => Number.isNaN(vectorLength[unit]!);
  const length = (unit: number) => (signed(unit) ? -1 : vectorLength[unit]!);
  const fit = (unit: number) => (Number.isNaN(correlation[unit]!) ? -1 : correlation[unit]!);
  return allUnits(units)
    .sort((a, b) => length(b) - length(a) || fit(b) - fit(a) || a - b)
    .slice(0, count);
}
