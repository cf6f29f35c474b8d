/** What `quickstart` shows at its end. */

import { commandLine } from "../../../copied-command.ts";
import { lineChart } from "../../../draw/chart.ts";
import type { Terminal } from "../../../draw/terminal.ts";
import { formatDuration } from "../../../draw/text.ts";
import type { Evaluation } from "../../../session/analysis.ts";
import { axisLabel, type TrainingCurve } from "../../../session/training-curves.ts";
import { alignColumns } from "../../frame/columns.ts";
import type { Drawing } from "../../frame/drawing-flags.ts";
import { paragraphs } from "../../frame/lines.ts";
import { showEvaluation } from "../evaluate/evaluation-answer.ts";
import { bestUnitMaps } from "../ratemaps/best-unit-maps.ts";

const unitsDrawn = 12;

/**
 * Curves of the training, the evaluation, the best units, and what to try next.
 * @param seconds from the start of the command
 * @param run as the user would type it
 */
export function quickstartReport(
  curves: readonly TrainingCurve[],
  evaluation: Evaluation,
  seconds: number,
  run: string,
  drawing: Drawing,
): string {
  const { terminal } = drawing;
  const { observation, scores, step } = evaluation;
  return paragraphs(
    ...trainingCharts(curves, evaluation, terminal),
    [
      ...alignColumns([["trained", `${step} steps in ${formatDuration(seconds)}, start included`]]),
      showEvaluation(evaluation, terminal),
    ],
    bestUnitMaps(observation.rates, scores, unitsDrawn, drawing),
    nextCommands(run),
  );
}

function trainingCharts(
  curves: readonly TrainingCurve[],
  { measured }: Evaluation,
  terminal: Terminal,
): string[][] {
  return curves.map(({ metric, steps, values }) => {
    const floor = measured.find((one) => one.metric.name === metric.name)?.levels?.floor;
    const curve = { label: axisLabel(metric), positions: steps, values };
    const below = { label: "floor", positions: steps, values: steps.map(() => floor ?? Number.NaN) };
    return lineChart(floor === undefined ? [curve] : [curve, below], terminal, {
      height: 8,
      logarithmic: metric.logarithmic,
    });
  });
}

const nextCommands = (run: string): string[] => [
  "what to try next",
  `  ${commandLine(["bun", "run", "entorhinal", "report", run, "--out", "report.html"])}`,
  `  ${commandLine(["bun", "run", "repl", run])}`,
  "  bun run train --preset quick --seed 1 --set code.kind=gaussian",
];
