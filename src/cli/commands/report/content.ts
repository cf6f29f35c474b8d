/** From what was measured to what the page shows. */
import { borderScores } from "../../../analyse/border-score.ts";
import { gridSpacings } from "../../../analyse/grid-spacing.ts";
import { survival } from "../../../analyse/survival.ts";
import { thresholdsInUse } from "../../../analyse/thresholds.ts";
import type { Config } from "../../../config/schema.ts";
import type { Gallery } from "../../../draw/report/gallery.ts";
import type { Fact, Report, ShareTable } from "../../../draw/report/report.ts";
import { formatPercent } from "../../../draw/score-sample.ts";
import type { Engine } from "../../../engine/engine.ts";
import type { SavedNetwork } from "../../../session/open-network.ts";
import { unvisitedBins } from "../../frame/unvisited-bins.ts";
import type { Evaluation } from "../evaluate/evaluation-report.ts";
import { portable } from "../export.ts";
import { lossLevels, reportCharts } from "./charts.ts";
import { compareConfig, reportConfiguration } from "./configuration.ts";
import type { ReportMaking } from "./making.ts";
import { unitMeasures } from "./measures.ts";
import type { Origin } from "./origin.ts";
import { reproduction } from "./reproduction.ts";

export function reportContent(
  engine: Engine,
  evaluation: Evaluation,
  origin: Origin,
  saved: SavedNetwork,
  making: ReportMaking,
): Report {
  const config = portable(saved.config);
  const compared = compareConfig(config, origin.manifest?.preset);
  return {
    title: origin.name,
    verdict: verdictOf(evaluation),
    facts: factsOf(evaluation),
    shares: evaluation.noise && shareTable(evaluation, evaluation.noise),
    charts: reportCharts(evaluation, origin.metrics, lossLevels(engine, saved)),
    configuration: reportConfiguration(config, compared),
    reproduction: reproduction(origin, config, compared, making),
    gallery: galleryOf(engine, evaluation, config),
  };
}

const scoredBy = ({ scores }: Evaluation): string => `${scores.scorer}, ${scores.bins} x ${scores.bins} bins`;

/** One line, with everything a share needs beside it. */
export function verdictOf(e: Evaluation): string {
  const { decodeErrorCm } = e.observation;
  const error = `Decodes its place to ${decodeErrorCm.toFixed(1)} cm (floor ${e.floorCm.toFixed(1)}, chance ${e.chanceCm.toFixed(0)})`;
  if (!e.noise)
    return `${error}; no unit has a score and a map that varies, so nothing can be said of grids.`;
  const limit = e.noise.p95.grid60;
  const [share] = survival(e.scores.grid60, [limit]).shares;
  return `${error}; ${formatPercent(share!)} of ${e.units} units score above ${limit.toFixed(2)} hexagonally, matched noise 5 % (${scoredBy(e)}).`;
}

function factsOf(e: Evaluation): Fact[] {
  const { observation, scores, noise } = e;
  const { activity, samples, rates } = observation;
  const silent = survival(scores.grid60, []).silent;
  return [
    [
      "decode error",
      `${observation.decodeErrorCm.toFixed(2)} cm; floor ${e.floorCm.toFixed(2)} cm, chance ${e.chanceCm.toFixed(1)} cm`,
    ],
    ["training steps", String(e.step)],
    [
      "active units",
      `${e.activeUnits} of ${e.units}; a unit is on in ${formatPercent(activity.density)} of the samples on average`,
    ],
    ["units without score", `${silent}${silent > 0 ? ", because their maps do not vary" : ""}`],
    ["samples", `${samples}; ${unvisitedBins(rates)} of ${rates.occupancy.length} bins unvisited`],
    ["scorer", `${scoredBy(e)}: ${e.scorer.description}`],
    ["source of the scorer", e.scorer.source],
    [
      "null",
      noise
        ? `${noise.units} maps of white noise, smoothed by ${noise.smoothing.toFixed(2)} bins like the units, seed ${noise.seed}`
        : "none: no unit has a score and a map that varies, so there is no share of units",
    ],
  ];
}

function shareTable(e: Evaluation, noise: NonNullable<Evaluation["noise"]>): ShareTable {
  const samples = [e.scores.grid60, noise.grid60, e.scores.grid90, noise.grid90];
  const shares = samples.map((scores) => survival(scores, thresholdsInUse).shares);
  const beyond = ["grid60", "grid90"] as const;
  const p95 = beyond.flatMap((score) =>
    [e.scores[score], noise[score]].map((scores) => survival(scores, [noise.p95[score]]).shares[0]!),
  );
  const limits = beyond.map((score) => noise.p95[score].toFixed(2)).join(" and ");
  return {
    caption: `Share of all units above each threshold beside the null: ${scoredBy(e)}; null of ${noise.units} maps of matched noise. 95 % of the noise is below ${limits} (hexagonal, square).`,
    titles: ["score above", "hexagonal", "null", "square", "null"],
    rows: [
      ...thresholdsInUse.map((threshold, i) => [
        threshold.toFixed(2),
        ...shares.map((share) => formatPercent(share[i]!)),
      ]),
      ["95 % of noise", ...p95.map(formatPercent)],
    ],
  };
}

function galleryOf(engine: Engine, evaluation: Evaluation, config: Config): Gallery {
  const { observation, scores, scorer } = evaluation;
  const { rateMap, units, binsX, binsY } = observation.rates;
  const box = { width: config.world.boxWidth, height: config.world.boxHeight };
  const shape = { units, binsX, binsY };
  const border = borderScores(rateMap, shape, box);
  const spacing = gridSpacings(engine, rateMap, shape, box, scorer.unvisited);
  return {
    ...{ rows: binsY, columns: binsX, maps: rateMap, unvisited: scorer.unvisited, box },
    measures: unitMeasures(observation, scores, border, spacing, box),
  };
}
