/** From what was measured to what the page shows. */
import { createHash } from "node:crypto";
import { ruleOf } from "../../../analyse/autocorrelogram.ts";
import { aboveNull } from "../../../analyse/beyond-noise.ts";
import type { NullScores } from "../../../analyse/nulls/null-scores.ts";
import { survival } from "../../../analyse/survival.ts";
import { thresholdsInUse } from "../../../analyse/thresholds.ts";
import { withoutScore } from "../../../analyse/without-score.ts";
import type { Config } from "../../../config/schema.ts";
import { printConfig } from "../../../config/sources.ts";
import { commandLine, pathWord } from "../../../copied-command.ts";
import type { Gallery } from "../../../draw/report/gallery.ts";
import type { Checksum, Fact, Report, ReportSection, ShareTable } from "../../../draw/report/report.ts";
import { formatPercent } from "../../../draw/score-sample.ts";
import { printable } from "../../../printable.ts";
import type { Analysis, Evaluation, Look, Measured } from "../../../session/analysis.ts";
import { openExperiment, type SavedNetwork } from "../../../session/saved-network.ts";
import { trainingCurves } from "../../../session/training-curves.ts";
import { unitNumbers } from "../../../session/unit-columns.ts";
import { conditionSentence } from "../../frame/conditions.ts";
import { unitNamesOf } from "../../frame/unit-names.ts";
import { unvisitedBins } from "../../frame/unvisited-bins.ts";
import { limitSentence, mediansFact, percentileRow, showMeasured } from "../evaluate/evaluation-answer.ts";
import { chanceSentence, describeNull, evaluationVerdict } from "../evaluate/verdict.ts";
import { reportCharts, reportOpening } from "./charts.ts";
import { compareConfig, reportConfiguration } from "./configuration.ts";
import type { ReportMaking } from "./making.ts";
import { unitMeasures } from "./measures.ts";
import type { Origin } from "./origin.ts";
import { reproduction } from "./reproduction.ts";

export async function reportContent(
  analysis: Analysis,
  look: Look,
  origin: Origin,
  saved: SavedNetwork | undefined,
  making: ReportMaking,
  sections: readonly ReportSection[],
): Promise<Report> {
  const evaluation = await analysis.evaluation(look);
  const config = saved && { ...saved.config, ...saved.task.portable(saved.config) };
  const compared = config && compareConfig(config, origin.manifest?.preset);
  const training = saved
    ? trainingCurves(
        saved.task,
        origin.metrics,
        openExperiment(analysis.engine, saved).levels(saved.config.seed),
      )
    : [];
  return {
    title: origin.name,
    verdict: [verdictOf(evaluation), ...conditionSentence(analysis.source.conditions)].join(" "),
    facts: factsOf(evaluation),
    shares: evaluation.nullScores && shareTable(evaluation, evaluation.nullScores),
    opening: reportOpening(evaluation, training),
    ...(await reportCharts(analysis, look, evaluation)),
    sections,
    configuration: config && compared && reportConfiguration(config, compared),
    reproduction: reproduction(origin, config, compared, making),
    gallery: await galleryOf(analysis, look),
    checksums: checksumsOf(origin, config),
  };
}

/** Of the file that was read, and of the settings as the page shows them. */
function checksumsOf({ file }: Origin, config: Config | undefined): Checksum[] {
  const settings = config && createHash("sha256").update(printConfig(config)).digest("hex");
  return [
    {
      what: config ? `checkpoint ${file.file}` : file.file,
      sha256: file.sha256,
      command: commandLine(["sha256sum", pathWord(file.file)]),
    },
    ...(settings
      ? [
          {
            what: "all settings above, saved as config.yaml",
            sha256: settings,
            command: "sha256sum config.yaml",
          },
        ]
      : []),
  ];
}

const scoredBy = ({ scores }: Evaluation): string => `${scores.scorer}, ${scores.bins} x ${scores.bins} bins`;

/** What is above the noise, with everything a share needs beside it, and what else was measured. */
export function verdictOf(e: Evaluation): string {
  return [evaluationVerdict(e), ...e.measured.map((one) => `${sentenceOf(one)}.`)].join(" ");
}

/** "Decode error 4.0 cm (floor 3.4, chance 84)" */
function sentenceOf({ metric: { label, digits, unit }, value, levels }: Measured): string {
  const name = label[0]!.toUpperCase() + label.slice(1);
  const short = Math.max(0, digits - 1);
  const text = `${name} ${value.toFixed(short)}${unit === undefined ? "" : ` ${unit}`}`;
  if (!levels) return text;
  return `${text} (floor ${levels.floor.toFixed(short)}, chance ${levels.chance.toFixed(Math.max(0, short - 1))})`;
}

function factsOf(e: Evaluation): Fact[] {
  const { observation, scores, nullScores } = e;
  const { activity, samples, rates } = observation;
  const silent = survival(scores.grid60, []).silent;
  return [
    ...e.measured.map((one): Fact => [one.metric.label, showMeasured(one)]),
    ...(e.step === null ? [] : [["training steps", String(e.step)] as const]),
    [
      "active units",
      `${e.activeUnits} of ${e.units}; a unit is on in ${formatPercent(activity.density)} of the samples on average`,
    ],
    ...mediansFact(e.medians),
    [
      "units without score",
      `${silent}${silent > 0 ? `, because ${withoutScore(scores.scorer, "their maps")}` : ""}`,
    ],
    ["samples", `${samples}; ${unvisitedBins(rates)} of ${rates.occupancy.length} bins unvisited`],
    ["scorer", `${scoredBy(e)}: ${e.scorer.description}`],
    ["source of the scorer", e.scorer.source],
    [
      "null",
      nullScores
        ? `${describeNull(nullScores)}; seed ${nullScores.seed}`
        : "none: no unit has a score and a map that varies, so there is no share of units",
    ],
    ...(nullScores ? [["beyond chance", chanceSentence(scores, nullScores)] as const] : []),
  ];
}

function shareTable(e: Evaluation, nullScores: NullScores): ShareTable {
  const samples = [e.scores.grid60, nullScores.grid60, e.scores.grid90, nullScores.grid90];
  const shares = samples.map((scores) => survival(scores, thresholdsInUse).shares);
  const { hexagonal, square } = aboveNull(e.scores, nullScores);
  return {
    caption: `Share of all units above each threshold beside the null: ${scoredBy(e)}; null: ${describeNull(nullScores)}. ${limitSentence(e.scores, nullScores)}`,
    titles: ["score above", "hexagonal", "null", "square", "null"],
    rows: [
      ...thresholdsInUse.map((threshold, i) => [
        threshold.toFixed(2),
        ...shares.map((share) => formatPercent(share[i]!)),
      ]),
      [
        percentileRow(nullScores),
        ...[hexagonal, square].flatMap(({ share, nullShare }) => [share, nullShare].map(formatPercent)),
      ],
    ],
  };
}

async function galleryOf(analysis: Analysis, look: Look): Promise<Gallery> {
  const observation = await analysis.observation(look);
  const scores = await analysis.scores(look);
  const { rateMap, binsX, binsY } = observation.rates;
  const { width, height } = analysis.source.arena;
  const box = { width, height };
  return {
    ...{ rows: binsY, columns: binsX, maps: rateMap, rule: ruleOf(look.scorer), box },
    names: unitNamesOf(analysis.source)?.map((name) => printable(name)),
    // The page has autocorrelograms as they are: a ring belongs to the one that was made round.
    rings: look.scorer.elliptical ? scores.ring60.map(() => null) : scores.ring60,
    measures: unitMeasures(await unitNumbers(analysis, look), scores, box),
  };
}
