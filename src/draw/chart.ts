/** Curves over a common axis, in a terminal. In a picture they are figure/curve-panel.ts's. */
import { UserError } from "../user-error.ts";
import { positionLabels, rowLabels } from "./axis.ts";
import { ASCII_LINE, drawCurve, markedLine, UNICODE_LINE } from "./curve.ts";
import { finiteRange, type Range } from "./grid.ts";
import { type Cell, paintCells, seriesColour } from "./paint.ts";
import { resample } from "./resample.ts";
import type { Terminal } from "./terminal.ts";
import { padLeft, truncate } from "./text.ts";

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
 * that fall on it. Where there are no colours, the curves after the first are drawn with marks.
 * Throws `UserError` for a logarithmic axis with values that are not positive.
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
  if (!domain || !needed) return [truncate("no values to draw", terminal.columns, terminal.unicode)];
  const range = opened(needed);
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
    `${margin} ${legend(series, terminal)}`,
    ...labels.map(
      (label, row) =>
        `${padLeft(label, labelWidth)} ${label ? tick : upright}${overlay(drawn, row, width, terminal)}`,
    ),
    `${margin}${corner}${flat!.repeat(width)}`,
    `${margin} ${positionLabels(domain, positionName, width)}`,
  ];
  return lines.map((line) => truncate(line.trimEnd(), terminal.columns, terminal.unicode));
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
function toRows(values: Float64Array, [lowest, highest]: Range, height: number): Float64Array {
  const scale = (height - 1) / (highest - lowest);
  return values.map((value) =>
    Number.isNaN(value) ? value : Math.min(height - 1, Math.max(0, (value - lowest) * scale)),
  );
}

/** A range that is a point opened on both sides. */
function opened([lowest, highest]: Range): Range {
  if (lowest < highest) return [lowest, highest];
  const margin = Math.abs(lowest) * 0.1 || 1;
  return [lowest - margin, lowest + margin];
}

function logarithm(value: number): number {
  if (value > 0 || Number.isNaN(value)) return Math.log10(value);
  throw new UserError(
    `a logarithmic axis cannot show ${value}`,
    "draw this curve without the logarithmic axis",
  );
}
