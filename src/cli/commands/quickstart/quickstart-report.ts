/** What `quickstart` shows at its end. */
import { lineChart } from "../../../draw/chart.ts";
import type { Terminal } from "../../../draw/terminal.ts";
import { formatDuration } from "../../../draw/text.ts";
import type { Metrics } from "../../../run/metrics-log.ts";
import { alignColumns } from "../../frame/columns.ts";
import type { Drawing } from "../../frame/drawing-flags.ts";
import { paragraphs } from "../../frame/lines.ts";
import { type Evaluation, showEvaluation } from "../evaluate/evaluation-report.ts";
import { bestUnitMaps } from "../ratemaps/best-unit-maps.ts";

const unitsDrawn = 12;

/**
 * Curves of the training, the evaluation, the best units, and what to try next.
 * @param seconds from the start of the command
 * @param run as the user would type it
 */
export function quickstartReport(
  metrics: readonly Metrics[],
  evaluation: Evaluation,
  seconds: number,
  run: string,
  drawing: Drawing,
): string {
  const { terminal } = drawing;
  const { observation, scores, step } = evaluation;
  return paragraphs(
    ...trainingCharts(metrics, evaluation.floorCm, terminal),
    [
      ...alignColumns([["trained", `${step} steps in ${formatDuration(seconds)}, start included`]]),
      showEvaluation(evaluation, terminal),
    ],
    bestUnitMaps(observation.rates, scores, unitsDrawn, drawing),
    nextCommands(run),
  );
}

function trainingCharts(metrics: readonly Metrics[], floorCm: number, terminal: Terminal): string[][] {
  const positions = metrics.map(({ step }) => step);
  const curve = (name: string, label: string) => ({
    label,
    positions,
    values: metrics.map((line) => line[name] ?? Number.NaN),
  });
  const errors = [
    curve("decodeErrorCm", "decode error (cm)"),
    { label: "floor", positions, values: positions.map(() => floorCm) },
  ];
  return [
    lineChart([curve("loss", "loss (nats)")], terminal, { height: 8 }),
    lineChart(errors, terminal, { height: 8 }),
  ];
}

const nextCommands = (run: string): string[] => [
  "what to try next",
  `  bun run entorhinal report ${run} --out report.html`,
  `  bun run repl ${run}`,
  "  bun run train --preset quick --seed 1 --set code.kind=gaussian",
];
