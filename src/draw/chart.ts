/** Curves over a common axis, in a terminal. In a picture they are figure/curve-panel.ts's. */
import { ASCII_LINE, drawCurve, markedLine, UNICODE_LINE } from "./curve.ts";
import { finiteRange, openedRange, type Range, shareOfRange } from "./grid.ts";
import { type Cell, paintCells, seriesColour } from "./paint.ts";
import { positionAxis } from "./position-axis.ts";
import { resample } from "./resample.ts";
import { linearAxis, logarithmicAxis, type RowAxis } from "./row-axis.ts";
import type { Terminal } from "./terminal.ts";
import { formatSignificant, padLeft, truncate } from "./text.ts";
import { withoutLogarithm } from "./without-logarithm.ts";

/** A curve: values at positions, such as losses at steps. */
export interface Series {
  label: string;
  positions: ArrayLike<number>;
  values: ArrayLike<number>;
}

export interface ChartOptions {
  /** Lines of the curves, without legend and axis; at least 2. Default 13. */
  height?: number | undefined;
  logarithmic?: boolean | undefined;
  /** What the positions are. Default "step". */
  positionName?: string | undefined;
  /** Lowest and highest value of the axis. Default: what the curves need. Values beyond are drawn at the edge. */
  range?: Range | undefined;
}

const MARKS = ["*", "o", "x", "+"];
const NARROWEST = 8;

/**
 * Curves over a common axis as lines of text: a legend, the curves, the positions. Each column is the mean of the points
 * that fall on it. Where there are no colours, the curves after the first are drawn with marks. On a logarithmic axis
 * values of 0 and below are gaps, and counted in the legend.
 */
export function lineChart(
  series: readonly Series[],
  terminal: Terminal,
  options: ChartOptions = {},
): string[] {
  const { height = 13, positionName = "step" } = options;
  const domain = finiteRange(series.flatMap(({ positions }) => Array.from(positions)));
  const shown = series.map((one) => ({ ...one, values: Array.from(one.values, shownOf(options)) }));
  const needed = finiteRange(options.range?.map(shownOf(options)) ?? shown.flatMap(({ values }) => values));
  const notDrawn = options.logarithmic ? leftOut(series.flatMap(({ values }) => Array.from(values))) : "";
  if (!domain || !needed) {
    const names = series.map(({ label }) => `${label}: `).join("");
    return [truncate(`${names}no values to draw${notDrawn}`, terminal.columns, terminal.unicode)];
  }
  const logarithmic = options.logarithmic === true && needed[1] / needed[0] >= leastFactor;
  const { range, labels } = axisOf(needed, height, logarithmic);
  const labelWidth = Math.max(...labels.map((label) => label.length));
  const width = Math.max(NARROWEST, terminal.columns - labelWidth - 2);
  const drawn = shown.map((curve, i) => {
    const heights = logarithmic ? curve.values.map(Math.log10) : curve.values;
    const samples = resample(curve.positions, heights, domain, width);
    return drawCurve(toRows(samples, range, height), height, symbolsOf(i, terminal));
  });
  const margin = " ".repeat(labelWidth + 1);
  const [tick, upright, corner, flat, below] = terminal.unicode ? "┤│└─┬" : "+|+-+";
  const positions = positionAxis(domain, positionName, width);
  const floor = Array.from({ length: width }, (_, column) =>
    positions.ticks.includes(column) ? below : flat,
  );
  const lines = [
    `${margin} ${legend(series, terminal)}${logarithmic ? ", log axis" : ""}${notDrawn}`,
    ...labels.map(
      (label, row) =>
        `${padLeft(label, labelWidth)} ${label ? tick : upright}${overlay(drawn, row, width, terminal)}`,
    ),
    `${margin}${corner}${floor.join("")}`,
    `${margin} ${positions.labels}`,
  ];
  return lines.map((line) => truncate(line.trimEnd(), terminal.columns, terminal.unicode));
}

/** Between less than a factor of four, logarithms look like the numbers themselves, and have no round ones. */
const leastFactor = 4;

/** What can be drawn: on a logarithmic axis what is 0 or below has no place. */
const shownOf =
  ({ logarithmic = false }: ChartOptions) =>
  (value: number): number =>
    logarithmic && !(value > 0) ? Number.NaN : value;

/** The ends alone are labelled where doubles know no round numbers in between. */
function axisOf(needed: Range, height: number, logarithmic: boolean): RowAxis {
  const [lowest, highest] = logarithmic ? withinDoubles(needed) : openedRange(needed);
  const axis = logarithmic
    ? logarithmicAxis([lowest, highest], height)
    : linearAxis([lowest, highest], height);
  if (axis) return axis;
  const label = (value: number) => formatSignificant(logarithmic ? 10 ** value : value, 3);
  const labels = Array.from({ length: height }, (_, row) =>
    row === 0 ? label(highest) : row === height - 1 ? label(lowest) : "",
  );
  return { range: [lowest, highest], labels };
}

function leftOut(values: readonly number[]): string {
  const text = withoutLogarithm(values);
  return text === "" ? "" : `, ${text}`;
}

function symbolsOf(index: number, terminal: Terminal): readonly string[] {
  if (terminal.colour === "none" && index > 0) return markedLine(MARKS[(index - 1) % MARKS.length]!);
  return terminal.unicode ? UNICODE_LINE : ASCII_LINE;
}

function legend(series: readonly Series[], terminal: Terminal): string {
  const keys = series.map(({ label }, i) => ({
    character: `${symbolsOf(i, terminal)[4]!.repeat(2)} ${label}`,
    foreground: seriesColour(i),
  }));
  return keys.map((key) => paintCells([key], terminal.colour)).join("   ");
}

/** One row of all curves, the earlier ones over the later: what matters most comes first. */
function overlay(drawn: readonly string[][], row: number, width: number, terminal: Terminal): string {
  const cells: Cell[] = Array.from({ length: width }, () => ({ character: " " }));
  drawn.forEach((lines, i) => {
    [...lines[row]!].forEach((character, column) => {
      const isFree = (cells[column]?.character ?? " ") === " ";
      if (character !== " " && isFree) cells[column] = { character, foreground: seriesColour(i) };
    });
  });
  return paintCells(cells, terminal.colour);
}

/** Values as heights 0..height-1. */
const toRows = (values: Float64Array, range: Range, height: number): Float64Array =>
  values.map((value) =>
    Number.isNaN(value)
      ? value
      : Math.min(height - 1, Math.max(0, shareOfRange(value, range) * (height - 1))),
  );

/** Decadic logarithms of numbers that there are. */
const withinDoubles = ([lowest, highest]: Range): Range => [
  Math.log10(Math.max(Number.MIN_VALUE, lowest)),
  Math.log10(Math.min(Number.MAX_VALUE, highest)),
];
