/** One unit on the screen: rate map, autocorrelogram, numbers. */
import { judgedAutocorrelogram } from "../src/analyse/elliptical.ts";
import type { GridScores } from "../src/analyse/grid-score.ts";
import { mapOf, type RateMap } from "../src/analyse/rate-map.ts";
import { alignColumns } from "../src/cli/frame/columns.ts";
import { measureFacts } from "../src/cli/frame/measure-facts.ts";
import { sideBySide } from "../src/draw/beside.ts";
import type { Grid } from "../src/draw/grid.ts";
import { heatMap } from "../src/draw/heat-map.ts";
import type { Terminal } from "../src/draw/terminal.ts";
import { formatSignificant, truncate } from "../src/draw/text.ts";
import { type UnitColumn, type UnitNumbers, unitColumnNames } from "../src/session/unit-columns.ts";
import { type UnitMeasures, unitMeasures } from "../src/session/unit-measures.ts";
import { observed, openAnalysis, scored, unitNumbers } from "./computed.ts";
import type { Shell } from "./shell.ts";

export interface UnitView {
  readonly unit: number;
  readonly map: RateMap;
  readonly autocorrelogram: Grid;
  readonly scores: GridScores;
  readonly numbers: UnitNumbers;
  readonly measures: UnitMeasures;
}

export async function viewOf(shell: Shell, unit: number): Promise<UnitView> {
  const observation = await observed(shell);
  const { rates } = observation;
  const scores = await scored(shell);
  const numbers = await unitNumbers(shell);
  const { engine, source } = await openAnalysis(shell);
  const map = mapOf(rates, unit);
  const image = judgedAutocorrelogram(engine, map.values, map.columns, shell.settings.look.scorer);
  const autocorrelogram = { values: image, rows: 2 * map.rows - 1, columns: 2 * map.columns - 1 };
  const measures = unitMeasures(observation, unit, source);
  return { unit, map, autocorrelogram, scores, numbers, measures };
}

/** Lines of text besides the maps: captions above, numbers below. */
const textLines = 3;

/**
 * As large as fits: two characters a bin beside a half-block autocorrelogram, or half of that.
 * @param rows height of the screen; undefined: any
 */
export function drawUnit(view: UnitView, terminal: Terminal, rows: number | undefined): string[] {
  const { map, autocorrelogram } = view;
  const large = 2 * map.columns + 1 + autocorrelogram.columns <= terminal.columns;
  const wide = large && map.rows + textLines <= (rows ?? Number.POSITIVE_INFINITY);
  const half = { ...terminal, columns: Math.min(map.columns, Math.floor((terminal.columns - 2) / 2)) };
  const maps = [
    captioned("rate map", heatMap(map, wide ? terminal : half, { wide }), terminal),
    captioned("autocorrelogram", heatMap(autocorrelogram, wide ? terminal : half), terminal),
  ];
  const lines = [...sideBySide(maps, wide ? 1 : 2), ...numberLines(view, terminal)];
  const more = alignColumns([...latticeFacts(view), ...measureFacts(view.measures)], terminal.columns);
  const room = (rows ?? Number.POSITIVE_INFINITY) - lines.length;
  return [...lines, ...more.slice(0, Math.max(0, room))].map((line) =>
    truncate(line, terminal.columns, terminal.unicode),
  );
}

const captioned = (caption: string, lines: readonly string[], { unicode }: Terminal): string[] => [
  truncate(caption, Bun.stringWidth(lines[0]!), unicode),
  ...lines,
];

function numberLines({ unit, numbers, scores }: UnitView, terminal: Terminal): string[] {
  const at = (name: UnitColumn) => numbers[name][unit]!;
  const score = (name: UnitColumn) => `${name} ${showNumber(at(name), 3)}`;
  const metres = Number.isNaN(at("spacing")) ? "-" : `${at("spacing").toFixed(2)} m`;
  const rate = [
    `mean ${formatSignificant(at("mean"))}`,
    `peak ${formatSignificant(at("peak"))}`,
    `active ${at("active").toFixed(1)} %`,
  ];
  const first = [`#${unit}`, score("grid60"), score("grid90"), score("border"), `spacing ${metres}`];
  const all = [...first, ...rate].join("  ");
  const scorer = `${scores.scorer}, ${scores.bins} bins`;
  return all.length <= terminal.columns ? [all, scorer] : [first.join("  "), [...rate, scorer].join("  ")];
}

/** How likely its scores are by chance, and the shape of its lattice. */
function latticeFacts({ unit, numbers }: UnitView): [string, string][] {
  const at = (name: UnitColumn) => numbers[name][unit]!;
  const show = (name: UnitColumn, digits: number) => showNumber(at(name), digits);
  return [
    [
      "p of grid60",
      `${show("p60", 3)}, q ${show("q60", 3)}, 95 % below ${show("threshold60", 2)}; of grid90 ${show("p90", 3)}, q ${show("q90", 3)}`,
    ],
    [
      "orientation",
      `${show("orientation", 1)} deg, s.d. ${show("orientationSpread", 1)}; ellipticity ${show("ellipticity", 2)}`,
    ],
    ["fourier", show("fourier", 3)],
  ];
}

const showNumber = (value: number, digits: number): string =>
  Number.isNaN(value) ? "-" : value.toFixed(digits);

/** For --json. */
export const unitAnswer = ({ unit, map, autocorrelogram, scores, numbers }: UnitView) => ({
  unit,
  scorer: scores.scorer,
  bins: scores.bins,
  ...Object.fromEntries(unitColumnNames.map((name) => [name, numbers[name][unit]!])),
  ring60: scores.ring60[unit],
  ring90: scores.ring90[unit],
  rateMap: map.values,
  autocorrelogram: autocorrelogram.values,
});
