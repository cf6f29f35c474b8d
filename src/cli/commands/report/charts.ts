/** The curves of a report. */
import { scoreHistogram, survivalChart, trainingChart } from "../../../draw/figure/charts.ts";
import type { ReportChart } from "../../../draw/report/report.ts";
import type { Evaluation } from "../../../session/analysis.ts";
import type { TrainingCurve } from "../../../session/training-curves.ts";
import { scoreData } from "../figure/scores.ts";
import { drawnCurve } from "../figure/training-curve.ts";

const size = { width: 420, height: 280 };

/** The curves of the training, where they were logged, and the scores beside their null, where there is one. */
export const reportCharts = (evaluation: Evaluation, training: readonly TrainingCurve[]): ReportChart[] => [
  ...training.map((curve, i) => ({
    title: `${curve.metric.label} of the batches of the training${curve.levels ? ", floor and chance" : ""}`,
    svg: trainingChart(drawnCurve(curve), i, size),
  })),
  ...scoreCharts(evaluation),
];

function scoreCharts({ scores, noise }: Evaluation): ReportChart[] {
  if (!noise) return [];
  const data = {
    ...scoreData(scores, noise),
    scoreName: `hexagonal score (${scores.scorer}, ${scores.bins} bins)`,
  };
  return [
    { title: "share of units above each threshold, beside the null", svg: survivalChart(data, size) },
    { title: "histogram of the scores, beside the null", svg: scoreHistogram(data, size) },
  ];
}
