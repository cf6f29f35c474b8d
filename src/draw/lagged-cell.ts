/** A unit over lags in a terminal: its maps in a row, their autocorrelograms, and the curves below. In a picture it is figure/lagged-cell-figure.ts's. */
import { lineChart, type Series } from "./chart.ts";
import type { ColourMapName } from "./colour-map.ts";
import type { LaggedCell } from "./figure/lagged-cell-figure.ts";
import { finiteRange, type Range } from "./grid.ts";
import { mosaic } from "./mosaic.ts";
import { sparkline } from "./sparkline.ts";
import type { Terminal } from "./terminal.ts";
import { truncate } from "./text.ts";

const gap = 2;
const [widest, narrowest] = [20, 8];
const curveLines = 8;

/** Lines no wider than the terminal: of 80 columns about 30. */
export function laggedCell(
  cell: LaggedCell,
  terminal: Terminal,
  colourMap: ColourMapName = "viridis",
): string[] {
  const { unit, words, maps, curves, lagCm, heading } = cell;
  const width = Math.max(
    narrowest,
    Math.min(widest, Math.floor((terminal.columns + gap) / maps.length) - gap),
  );
  const score = (value: number) => (Number.isNaN(value) ? "none" : value.toFixed(2));
  const rates = maps.map(({ rateMap, name, score: of }) => ({
    grid: rateMap,
    caption: width >= 14 ? `${name} ${score(of)}` : name,
  }));
  const range = finiteRange(maps.flatMap(({ rateMap }) => Array.from(rateMap.values))) ?? ([0, 0] as const);
  const common: Range = [Math.min(0, range[0]), range[1]];
  const shifts = maps.map(({ autocorrelogram }) => ({ grid: autocorrelogram, caption: "" }));
  const [first, ...others] = curves;
  const room = { ...terminal, columns: Math.max(20, terminal.columns - 24) };
  const r = heading && !Number.isNaN(heading.strength) ? `, heading r ${heading.strength.toFixed(3)}` : "";
  const lines = [
    `unit ${unit}${r}`,
    ...words,
    ...mosaic(rates, terminal, { colourMap, width, range: common }),
    ...mosaic(shifts, terminal, { colourMap, width, range: [-1, 1] }).slice(1),
    "",
    ...(first
      ? lineChart(seriesOf(first, lagCm), terminal, {
          height: curveLines,
          positionName: "shift (cm), past to future",
        })
      : []),
    ...others.map(({ label, values }) => `${label.padEnd(20)}  ${sparkline(values, room.columns, room)}`),
  ];
  return lines
    .map(letters(terminal))
    .map((line) => (line.includes("\x1b") ? line : truncate(line, terminal.columns, terminal.unicode)));
}

/** The curve and what it is held against. */
function seriesOf(
  { label, values, null: against }: LaggedCell["curves"][number],
  lagCm: ArrayLike<number>,
): Series[] {
  return [
    { label, positions: lagCm, values },
    ...(against
      ? [{ label: against.label.replace(/^mean to /, ""), positions: lagCm, values: against.high }]
      : []),
  ];
}

const letters =
  ({ unicode }: Terminal) =>
  (line: string): string =>
    unicode ? line : line.replaceAll("\u2212", "-").replaceAll("°", " deg");
