/** The pictures of a report. */
import { bestUnits } from "../../../analyse/best-units.ts";
import { decodePaths } from "../../../analyse/decode-paths.ts";
import type { NullScores } from "../../../analyse/nulls/null-scores.ts";
import { mapOf } from "../../../analyse/rate-map.ts";
import { tuning } from "../../../analyse/tuning.ts";
import {
  decodedPathsChart,
  latticeChart,
  predictedPathsChart,
  scoreHistogram,
  survivalChart,
  trainingChart,
  tuningChart,
} from "../../../draw/figure/charts.ts";
import { heatPixels } from "../../../draw/figure/heat-pixels.ts";
import { pngDataUri } from "../../../draw/figure/png.ts";
import { signedText } from "../../../draw/figure/text.ts";
import { finiteRange } from "../../../draw/grid.ts";
import type { BestMap, Opening, Report, ReportChart } from "../../../draw/report/report.ts";
import type { Analysis, Evaluation, Look } from "../../../session/analysis.ts";
import type { TrainingCurve } from "../../../session/training-curves.ts";
import { UserError } from "../../../user-error.ts";
import { latticeData } from "../figure/lattice.ts";
import { pathFigureData } from "../figure/path.ts";
import { scoreData } from "../figure/scores.ts";
import { listUnits } from "../figure/source.ts";
import { drawnCurve } from "../figure/training-curve.ts";
import { tuningOptions } from "../tuning/command.ts";
import { unitTuningData } from "../tuning/tuning-pictures.ts";
import { mostTuned } from "../tuning/tuning-sort.ts";

const size = { width: 420, height: 280 };
const bestShown = 12;
const pathsShown = 8;
/** Two rows of two. */
const headingsShown = 4;
/** Fewer than `tuning` takes: a report is of many units. */
const tuningSample = { headingBins: 20, speedBins: 12, shuffles: 20, trajectories: 1000 };
const tunedShown = 2;

/** Best maps, the curves of the training, where they were logged, and what exceeds the noise, where there is any. */
export function reportOpening(evaluation: Evaluation, training: readonly TrainingCurve[]): Opening {
  const { scores, nullScores } = evaluation;
  const maps = bestMaps(evaluation);
  const curves = training.map((curve, i) => ({
    title: `${curve.metric.label} of the batches of the training${curve.levels ? ", floor and chance" : ""}`,
    svg: trainingChart(drawnCurve(curve), i, size),
  }));
  const beyond = nullScores && {
    title: "share of units above each threshold, beside the null",
    svg: survivalChart(named(evaluation, nullScores), size),
  };
  return {
    best:
      maps.length > 0
        ? {
            maps,
            caption: `Rate maps of the ${maps.length} units of the highest hexagonal score (${scores.scorer}, ${scores.bins} x ${scores.bins} bins), each from its lowest to its highest rate. Noise reaches high scores, too: see the curves. Click one to enlarge it.`,
          }
        : undefined,
    charts: [...curves, ...(beyond ? [beyond] : [])],
  };
}

function bestMaps({ scores: { grid60 }, observation: { rates } }: Evaluation): BestMap[] {
  return bestUnits(grid60)
    .slice(0, bestShown)
    .map((unit) => {
      const grid = mapOf(rates, unit);
      const image = pngDataUri(heatPixels(grid, finiteRange(grid.values) ?? [0, 0], "viridis"));
      return { unit, score: signedText(grid60[unit]!, 2), image };
    });
}

const named = ({ scores }: Evaluation, nullScores: NullScores) => ({
  ...scoreData(scores, nullScores),
  scoreName: `hexagonal score (${scores.scorer}, ${scores.bins} bins)`,
});

/** Scores and spacing beside noise, decoded paths and tuning; what there is not is said. */
export async function reportCharts(
  analysis: Analysis,
  look: Look,
  evaluation: Evaluation,
): Promise<Pick<Report, "charts" | "missing">> {
  const grids = await gridCharts(analysis, look, evaluation);
  const others = [
    attempted("No decoded paths", () => decodedPaths(analysis, look)),
    ...(analysis.source.headings && analysis.source.places
      ? [attempted("No predicted headings", () => predictedHeadings(analysis, look))]
      : []),
    attempted("No tuning", () => tuned(analysis, look)),
  ];
  return {
    charts: [...grids, ...others.flatMap(({ charts }) => charts)],
    missing: others.flatMap(({ missing }) => missing),
  };
}

/** @param without said with the cause where the subject does not have what the charts show */
function attempted(without: string, draw: () => ReportChart): Pick<Report, "charts" | "missing"> {
  try {
    return { charts: [draw()], missing: [] };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { charts: [], missing: [`${without}: ${error.message}.`] };
  }
}

async function gridCharts(analysis: Analysis, look: Look, evaluation: Evaluation): Promise<ReportChart[]> {
  const { nullScores, scores } = evaluation;
  if (!nullScores) return [];
  return [
    {
      title: "histogram of the scores, beside the null",
      svg: scoreHistogram(named(evaluation, nullScores), size),
    },
    {
      title: "spacing of the grids above the 95th percentile of noise, beside noise above it",
      svg: latticeChart(await latticeData(analysis, look, "spacing", undefined), size),
      caption: `Spacing of the units above the 95th percentile of matched noise (${scores.scorer}, ${scores.bins} x ${scores.bins} bins), beside noise by the same rule.`,
    },
  ];
}

/** @throws UserError when no place can be read out */
function decodedPaths({ engine, source }: Analysis, { request }: Look): ReportChart {
  const { steps } = request;
  const trajectories = Math.min(pathsShown, source.usual.trajectories ?? pathsShown);
  const paths = decodePaths(engine, source, { seed: request.seed, trajectories, steps });
  return {
    title: "true and decoded paths",
    svg: decodedPathsChart({ ...paths, arena: source.arena }, size.width),
    caption: `${trajectories} trajectories of ${steps} steps, a circle where each starts; mean error of these ${paths.errorCm.toFixed(1)} cm.`,
  };
}

/** @throws UserError when the memory does not hold them */
function predictedHeadings({ engine, source }: Analysis, { request: { seed, steps } }: Look): ReportChart {
  const trajectories = Math.min(headingsShown, source.usual.trajectories ?? headingsShown);
  const paths = decodePaths(engine, source, { seed, trajectories, steps }, { by: 1 });
  return {
    title: "real and predicted headings",
    svg: predictedPathsChart(pathFigureData(paths, source.arena, "prediction"), size.width),
    caption: `${trajectories} trajectories of ${steps} steps, by the place cell and the head-direction cell with the largest logit; above each its mean error.`,
  };
}

/** @throws UserError when nothing is known of the movement, or there are too few trajectories */
function tuned({ engine, source }: Analysis, { request: { seed } }: Look): ReportChart {
  const trajectories = source.usual.trajectories === undefined ? tuningSample.trajectories : undefined;
  const options = { ...tuningSample, trajectories, seed, steps: undefined };
  const found = tuning(engine, source, tuningOptions(options, source));
  const units = mostTuned(found, tunedShown);
  return {
    title: `tuning of ${listUnits(units)} to heading and speed, beside shuffles`,
    svg: tuningChart(
      units.map((unit) => unitTuningData(found, unit)),
      size.width,
    ),
    caption: `The most tuned to heading of ${found.units} units; ${found.samples} samples, ${found.shuffles} shuffles. Those do not know of places: a unit tuned to a place near a wall is tuned to headings and speeds as well.`,
  };
}
