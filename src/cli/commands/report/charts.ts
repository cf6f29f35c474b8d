import { publishedThreshold } from "../../../analyse/thresholds.ts";
import { givenCentres } from "../../../code/place-centres.ts";
import { lossFloor } from "../../../code/place-floors.ts";
import { decodeErrorChart, lossChart, scoreHistogram, survivalChart } from "../../../draw/figure/charts.ts";
import type { ReportChart } from "../../../draw/report/report.ts";
import type { Engine } from "../../../engine/engine.ts";
import type { Metrics } from "../../../run/metrics-log.ts";
import type { SavedNetwork } from "../../../session/open-network.ts";
import { openExperiment } from "../../../tasks/path-integration/experiment.ts";
import type { Evaluation } from "../evaluate/evaluation-report.ts";

const size = { width: 420, height: 280 };

/** Cross-entropies, nats. */
export interface LossLevels {
  /** Entropy of the place code: what no network comes below. */
  readonly lossFloor: number;
  /** Of a uniform guess. */
  readonly lossChance: number;
}

/** What the loss of a network lies between. */
export function lossLevels(engine: Engine, { checkpoint, config }: SavedNetwork): LossLevels {
  const { code } = openExperiment(engine, config, givenCentres(checkpoint.centres));
  const { seed } = config;
  return { lossFloor: lossFloor(engine, code, { seed }), lossChance: Math.log(config.code.placeCells) };
}

/** The curves of the training, where they were logged, and the scores beside their null, where there is one. */
export function reportCharts(
  evaluation: Evaluation,
  metrics: readonly Metrics[],
  levels: LossLevels,
): ReportChart[] {
  return [...trainingCharts(evaluation, metrics, levels), ...scoreCharts(evaluation)];
}

function trainingCharts(
  { floorCm, chanceCm }: Evaluation,
  metrics: readonly Metrics[],
  levels: LossLevels,
): ReportChart[] {
  const steps = metrics.map(({ step }) => step);
  const values = (name: string) => metrics.map((line) => line[name] ?? Number.NaN);
  const [loss, decodeErrorCm] = [values("loss"), values("decodeErrorCm")];
  const some = (numbers: readonly number[]) => numbers.some((value) => Number.isFinite(value));
  return [
    ...(some(loss)
      ? [
          {
            title: "training loss, the entropy of the place code and a uniform guess",
            svg: lossChart({ steps, loss, ...levels }, size),
          },
        ]
      : []),
    ...(some(decodeErrorCm)
      ? [
          {
            title: "decode error of the batches of the training, floor and chance",
            svg: decodeErrorChart({ steps, decodeErrorCm, floorCm, chanceCm }, size),
          },
        ]
      : []),
  ];
}

function scoreCharts({ scores, noise }: Evaluation): ReportChart[] {
  if (!noise) return [];
  const [units, null60] = [
    { label: "units", scores: scores.grid60 },
    { label: "noise", scores: noise.grid60 },
  ];
  const data = {
    ...{ units, noise: null60, threshold: publishedThreshold },
    scoreName: `hexagonal score (${scores.scorer}, ${scores.bins} bins)`,
  };
  return [
    { title: "share of units above each threshold, beside the null", svg: survivalChart(data, size) },
    { title: "histogram of the scores, beside the null", svg: scoreHistogram(data, size) },
  ];
}
