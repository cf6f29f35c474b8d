/** The labels at the two axes of a line chart, as text. The curves between them are curve.ts's. */
import { type Range, valueInRange } from "./grid.ts";
import { formatSignificant, padRight } from "./text.ts";

const TICKS = 4;

/**
 * Labels of the rows of a chart, top row first; empty where a row has none. The first and the last row always have one.
 * @param range of the rows; decadic logarithms when `logarithmic`, labelled by the numbers they stand for
 */
export function rowLabels(range: Range, height: number, logarithmic: boolean): string[] {
  const ticks = Math.min(TICKS, height - 1);
  const labels = Array.from({ length: height }, () => "");
  const [lowest, highest] = range;
  const format = logarithmic
    ? (exponent: number) => formatSignificant(Math.min(Number.MAX_VALUE, 10 ** exponent), 3)
    : tickFormat(range, highest / ticks - lowest / ticks);
  for (let tick = 0; tick <= ticks; tick++) {
    const row = Math.round((tick * (height - 1)) / ticks);
    labels[row] = format(valueInRange(1 - row / (height - 1), range));
  }
  return labels;
}

/** As many digits as tell neighbours apart: two of the spacing. Powers of ten for numbers that are all tiny or some huge. */
function tickFormat([lowest, highest]: Range, spacing: number): (value: number) => string {
  const largest = Math.max(Math.abs(lowest), Math.abs(highest));
  const lastDigit = decade(spacing) - 1;
  const withoutNoise = (value: number) => (Math.abs(value) < spacing / 1e6 ? 0 : value);
  if (largest >= 1e-3 && largest < 1e6)
    return (value) => withoutNoise(value).toFixed(Math.max(0, -lastDigit));
  const digits = Math.max(0, decade(largest) - lastDigit);
  return (value) => withoutNoise(value).toExponential(digits).replace("e+", "e");
}

/** Exponent of the power of ten at or below a number; a hair below a power counts as that power. */
const decade = (value: number): number => Math.floor(Math.log10(value) + 1e-9);

/** First, middle and last position under an axis of `width` columns; the middle one goes when it is too narrow. */
export function positionLabels([first, last]: Range, name: string, width: number): string {
  const left = `${name} ${formatPosition(first)}`.trimStart();
  const right = formatPosition(last);
  const middle = formatPosition(middleOf(first, last));
  const start = Math.floor((width - middle.length) / 2);
  if (width < left.length + right.length + 1) return padRight(left, width);
  if (start <= left.length || start + middle.length >= width - right.length) {
    return left + right.padStart(width - left.length);
  }
  const half = left.padEnd(start) + middle;
  return half + right.padStart(width - half.length);
}

const formatPosition = (position: number): string =>
  Math.abs(position) >= 100 || Number.isInteger(position)
    ? String(Math.round(position))
    : formatSignificant(position, 3);

/** Between whole numbers a whole one. */
function middleOf(first: number, last: number): number {
  const middle = (first + last) / 2;
  return Number.isInteger(first) && Number.isInteger(last) && last - first > 2 ? Math.floor(middle) : middle;
}
