/** What `quickstart` shows at its end: one screen, whatever its size. */
import { bestUnits } from "../../../analyse/best-units.ts";
import { mapOf } from "../../../analyse/rate-map.ts";
import { sideBySide } from "../../../draw/beside.ts";
import { lineChart } from "../../../draw/chart.ts";
import { mosaic } from "../../../draw/mosaic.ts";
import type { Terminal } from "../../../draw/terminal.ts";
import { formatDuration } from "../../../draw/text.ts";
import { programLine } from "../../../program-words.ts";
import type { Evaluation } from "../../../session/analysis.ts";
import { axisLabel, type TrainingCurve } from "../../../session/training-curves.ts";
import { alignColumns } from "../../frame/columns.ts";
import type { Drawing } from "../../frame/drawing-flags.ts";
import { paragraphs, wrap, wrapCommand } from "../../frame/lines.ts";
import { showMeasured } from "../evaluate/evaluation-answer.ts";
import { evaluationVerdict } from "../evaluate/verdict.ts";
import { mapsThatFit, mosaicLines } from "./maps-that-fit.ts";

/** Lines of a screen that nobody knows the height of. */
const usualRows = 30;
/** For the prompt that comes after. */
const promptRows = 1;
const unitsDrawn = 6;
const lowestChart = 6;
const highestChart = 14;
/** Legend, axis, positions, and the empty line after them. */
const chartExtra = 4;
const gap = 2;

/** What a training led to. */
export interface QuickstartResult {
  readonly curves: readonly TrainingCurve[];
  readonly evaluation: Evaluation;
  /** From the start of the command. */
  readonly seconds: number;
  /** As the user would type it. */
  readonly run: string;
}

/**
 * How many units beat the noise, the best ones, the error between floor and chance, and how to go on. Maps are as large as the
 * screen allows; where there is room, the curves of the training stand above all.
 * @param rows of the screen; undefined: nobody knows
 */
export function quickstartScreen(
  result: QuickstartResult,
  { terminal, colourMap }: Drawing,
  rows: number = usualRows,
): string {
  const { evaluation, curves } = result;
  const { observation, scores } = evaluation;
  const { columns } = terminal;
  const head = wrap(evaluationVerdict(evaluation), columns);
  const tail = [...facts(result, columns), ...goingOn(result, columns)];
  const room = rows - promptRows - head.length - tail.length;
  const units = bestUnits(scores.grid60).slice(0, unitsDrawn);
  const blanks = 2;
  const { bins } = scores;
  const fit = mapsThatFit(units.length, bins, columns, room - blanks);
  const tiles = units.map((unit) => ({
    caption: `#${unit}  ${scores.grid60[unit]!.toFixed(2)}`,
    grid: mapOf(observation.rates, unit),
  }));
  const width = fit.columns * (fit.width + gap) - gap;
  const maps = mosaic(tiles, { ...terminal, columns: width }, { colourMap, width: fit.width });
  const left = room - blanks - mosaicLines(fit);
  const height = Math.min(highestChart, left - chartExtra);
  const charts = height < lowestChart ? [] : trainingCharts(curves, evaluation, terminal, height);
  return paragraphs(
    charts,
    head,
    maps.filter((line) => line !== ""),
    tail,
  );
}

function facts({ evaluation, seconds, run }: QuickstartResult, columns: number): string[] {
  const [first] = evaluation.measured;
  return alignColumns(
    [
      ...(first ? [[first.metric.label, showMeasured(first)]] : []),
      ["trained", `${evaluation.step} steps in ${formatDuration(seconds)}, kept in ${run}`],
    ],
    columns,
  );
}

function goingOn({ run }: QuickstartResult, columns: number): string[] {
  const commands = [
    programLine(["report", run, "--out", "report.html"]),
    programLine(["evaluate", run]),
    programLine(["repl", run]),
  ];
  return [
    ...wrap("next: a page about all units, all numbers, and a shell to look around in", columns),
    ...commands.flatMap((line) => wrapCommand(line, columns - 2).map((part) => `  ${part}`)),
  ];
}

/** Beside each other, the first two. */
function trainingCharts(
  curves: readonly TrainingCurve[],
  { measured }: Evaluation,
  terminal: Terminal,
  height: number,
): string[] {
  const shown = curves.slice(0, 2);
  const columns = Math.floor((terminal.columns - gap * (shown.length - 1)) / shown.length);
  const charts = shown.map(({ metric, steps, values }) => {
    const floor = measured.find((one) => one.metric.name === metric.name)?.levels?.floor;
    const curve = { label: axisLabel(metric), positions: steps, values };
    const below = { label: "floor", positions: steps, values: steps.map(() => floor ?? Number.NaN) };
    const series = floor === undefined ? [curve] : [curve, below];
    return lineChart(series, { ...terminal, columns }, { height, logarithmic: metric.logarithmic });
  });
  return sideBySide(charts, gap);
}
