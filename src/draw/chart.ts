/** Curves over a common axis, in a terminal. In a picture they are figure/curve-panel.ts's. */
import { positionLabels, rowLabels } from "./axis.ts";
import { ASCII_LINE, drawCurve, markedLine, UNICODE_LINE } from "./curve.ts";
import { finiteRange, openedRange, type Range, shareOfRange } from "./grid.ts";
import { type Cell, paintCells, seriesColour } from "./paint.ts";
import { resample } from "./resample.ts";
import type { Terminal } from "./terminal.ts";
import { padLeft, truncate } from "./text.ts";
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
  const { height = 13, logarithmic = false, positionName = "step" } = options;
  const domain = finiteRange(series.flatMap(({ positions }) => Array.from(positions)));
  const heightOf = logarithmic ? logarithm : (value: number) => value;
  const curves = series.map((one) => ({ ...one, values: Array.from(one.values, heightOf) }));
  const needed = finiteRange(options.range?.map(heightOf) ?? curves.flatMap(({ values }) => values));
  const notDrawn = logarithmic ? leftOut(series.flatMap(({ values }) => Array.from(values))) : "";
  if (!domain || !needed) {
    const names = series.map(({ label }) => `${label}: `).join("");
    return [truncate(`${names}no values to draw${notDrawn}`, terminal.columns, terminal.unicode)];
  }
  const range = logarithmic ? withinDoubles(openedRange(needed)) : openedRange(needed);
  const labels = rowLabels(range, height, logarithmic);
  const labelWidth = Math.max(...labels.map((label) => label.length));
  const width = Math.max(NARROWEST, terminal.columns - labelWidth - 2);
  const drawn = curves.map((curve, i) => {
    const samples = resample(curve.positions, curve.values, domain, width);
    return drawCurve(toRows(samples, range, height), height, symbolsOf(i, terminal));
  });
  const margin = " ".repeat(labelWidth + 1);
  const [tick, upright, corner, flat] = terminal.unicode ? ["┤", "│", "└", "─"] : ["+", "|", "+", "-"];
  const lines = [
    `${margin} ${legend(series, terminal)}${notDrawn}`,
    ...labels.map(
      (label, row) =>
        `${padLeft(label, labelWidth)} ${label ? tick : upright}${overlay(drawn, row, width, terminal)}`,
    ),
    `${margin}${corner}${flat!.repeat(width)}`,
    `${margin} ${positionLabels(domain, positionName, width)}`,
  ];
  return lines.map((line) => truncate(line.trimEnd(), terminal.columns, terminal.unicode));
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

/** NaN for what has none. */
const logarithm = (value: number): number => (value > 0 ? Math.log10(value) : Number.NaN);

/** Logarithms of numbers that there are. */
const withinDoubles = ([lowest, highest]: Range): Range => [
  Math.max(logarithm(Number.MIN_VALUE), lowest),
  Math.min(logarithm(Number.MAX_VALUE), highest),
];
