/** Tuning of units as it is drawn in figures and reports. In a terminal it is tuning-answer.ts's. */
import type { Tuning } from "../../../analyse/tuning.ts";
import type { UnitTuningData } from "../../../draw/figure/tuning-figure.ts";

const number = (value: number): string => value.toFixed(2).replace("-", "−");

/** Both curves of a unit, and its scores beside their nulls. */
export function unitTuningData({ heading, speed }: Tuning, unit: number): UnitTuningData {
  const curve = (rates: Float64Array, bins: number) => rates.slice(unit * bins, (unit + 1) * bins);
  return {
    name: `unit ${unit}`,
    words: [headingWords(heading, unit), speedWords(speed, unit)],
    heading: { values: curve(heading.rates, heading.bins), direction: heading.direction[unit]! },
    speed: {
      rates: curve(speed.rates, speed.bins),
      positions: Array.from({ length: speed.bins }, (_, i) => ((i + 0.5) * speed.limit) / speed.bins),
      limit: speed.limit,
    },
  };
}

function headingWords(
  { vectorLength, amplitude, direction, null95 }: Tuning["heading"],
  unit: number,
): string {
  if (Number.isNaN(direction[unit]!)) return "heading: the unit does not vary";
  const beside = Number.isNaN(null95[unit]!) ? "" : ` (95 % of shuffles below ${number(null95[unit]!)})`;
  return Number.isNaN(vectorLength[unit]!)
    ? `heading: amplitude ${number(amplitude[unit]!)} a. u.${beside}`
    : `heading: mean vector ${number(vectorLength[unit]!)}${beside}`;
}

function speedWords({ score, null95 }: Tuning["speed"], unit: number): string {
  if (Number.isNaN(score[unit]!)) return "speed: the unit does not vary";
  const beside = Number.isNaN(null95[unit]!) ? "" : ` (95 % of shuffles within ${number(null95[unit]!)})`;
  return `speed: r ${number(score[unit]!)}${beside}`;
}
