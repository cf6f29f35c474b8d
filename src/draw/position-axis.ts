/** The horizontal axis of a line chart in a terminal: ticks at round positions, as many as there is room for. */
import type { Range } from "./grid.ts";
import { formatSignificant, padRight } from "./text.ts";
import { linearTicks } from "./ticks.ts";

export interface PositionAxis {
  /** Columns of the ticks. */
  readonly ticks: readonly number[];
  /** Name and numbers, at most `width` columns. */
  readonly labels: string;
}

interface Label {
  readonly text: string;
  /** Where it begins. */
  readonly start: number;
  readonly column: number;
}

const gap = 2;
const mostTicks = 10;

/** Of curves over `width` columns. Between whole positions ticks are whole. Where there is room for nothing round, both ends. */
export function positionAxis([first, last]: Range, name: string, width: number): PositionAxis {
  const whole = Number.isInteger(first) && Number.isInteger(last);
  for (let count = mostTicks; count >= 2; count--) {
    const values = linearTicks([first, last], count).filter((value) => !whole || Number.isInteger(value));
    const labels = placed(values, [first, last], name, width);
    if (labels.length >= 2 && isEven(labels, values)) return drawn(labels, name, width);
  }
  return { ticks: [], labels: bothEnds([first, last], name, width) };
}

/** Labels below their columns, less a first one that would lie under the name; none where others would touch. */
function placed(values: readonly number[], [first, last]: Range, name: string, width: number): Label[] {
  const labels = values.map((value, i): Label => {
    const column = Math.round(((value - first) / (last - first)) * (width - 1));
    const isAtName = i === 0 && column === 0 && name !== "";
    const text = (isAtName ? `${name} ` : "") + formatPosition(value, values);
    const start = Math.max(
      0,
      Math.min(width - text.length, column - Math.floor(isAtName ? 0 : text.length / 2)),
    );
    return { text, start, column };
  });
  const [nearest] = labels;
  const free = nearest && nearest.column > 0 && nearest.start <= name.length ? labels.slice(1) : labels;
  const touching = free.some((label, i) => {
    const before = free[i - 1];
    return before !== undefined && label.start < before.start + before.text.length + gap;
  });
  return touching || free.some(({ start, text }) => start + text.length > width) ? [] : free;
}

/** All ticks but perhaps the first are labelled. */
const isEven = (labels: readonly Label[], values: readonly number[]): boolean =>
  labels.length >= values.length - 1;

function drawn(labels: readonly Label[], name: string, width: number): PositionAxis {
  const begins = labels[0]!.start > name.length ? name : "";
  const text = labels.reduce((line, label) => line.padEnd(label.start) + label.text, begins);
  return { ticks: labels.map(({ column }) => column), labels: padRight(text, width) };
}

/** As many decimals as tell neighbours apart. */
function formatPosition(value: number, all: readonly number[]): string {
  const step = all.length > 1 ? all[1]! - all[0]! : 1;
  const largest = Math.max(...all.map(Math.abs));
  if (largest >= 1e6 || (largest < 1e-3 && largest > 0))
    return value === 0 ? "0" : formatSignificant(value, 3);
  return value.toFixed(Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));
}

function bothEnds([first, last]: Range, name: string, width: number): string {
  const text = (value: number) => (Number.isInteger(value) ? String(value) : formatSignificant(value, 3));
  const [left, right] = [`${name} ${text(first)}`.trimStart(), text(last)];
  if (first === last || width < left.length + right.length + 1) return padRight(left, width);
  return left + right.padStart(width - left.length);
}
