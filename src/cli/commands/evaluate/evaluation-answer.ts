/** What `evaluate` says: for programs and for people. Shares never stand without scorer, bins, threshold and null. */
import { aboveNull } from "../../../analyse/beyond-noise.ts";
import type { GridScores } from "../../../analyse/grid-score.ts";
import type { NullScores } from "../../../analyse/nulls/null-scores.ts";
import { significance } from "../../../analyse/nulls/significance.ts";
import { survival } from "../../../analyse/survival.ts";
import { publishedThreshold, thresholdsInUse } from "../../../analyse/thresholds.ts";
import { withoutScore } from "../../../analyse/without-score.ts";
import { formatPercent } from "../../../draw/score-sample.ts";
import { table } from "../../../draw/table.ts";
import type { Terminal } from "../../../draw/terminal.ts";
import type { Evaluation, Measured } from "../../../session/analysis.ts";
import type { MeasureMedians } from "../../../session/measure-medians.ts";
import type { ReadoutStudy } from "../../../session/readout-study.ts";
import { alignColumns } from "../../frame/columns.ts";
import { paragraphs, wrap } from "../../frame/lines.ts";
import { unvisitedBins } from "../../frame/unvisited-bins.ts";
import { readoutSummary, readoutTable } from "./readout-table.ts";
import { describeNull, fullVerdict } from "./verdict.ts";

const byThreshold = (scores: Float64Array): Record<string, number> => {
  const { shares } = survival(scores, thresholdsInUse);
  return Object.fromEntries(thresholdsInUse.map((threshold, i) => [String(threshold), shares[i]!]));
};

/**
 * What is said of a network among others. Shares are of all units; a unit without score is above no threshold.
 * Without a null there are no shares.
 */
export const evaluationSummary = (e: Evaluation) => ({
  step: e.step,
  ...measuredSummary(e.measured),
  units: e.units,
  activeUnits: e.activeUnits,
  scoredUnits: survival(e.scores.grid60, []).scored,
  density: e.observation.activity.density,
  samples: e.observation.samples,
  scorer: e.scorer.name,
  bins: e.scores.bins,
  unvisitedBins: unvisitedBins(e.observation.rates),
  medians: e.medians,
  survival: e.nullScores ? byThreshold(e.scores.grid60) : null,
  survival90: e.nullScores ? byThreshold(e.scores.grid90) : null,
  aboveNull: e.nullScores ? aboveNull(e.scores, e.nullScores) : null,
  null: e.nullScores ? nullSummary(e.nullScores) : null,
});

/** The same with all ways to read out, and the numbers of each unit: what `evaluate --json` answers. */
export const evaluationAnswer = (e: Evaluation, readout: ReadoutStudy | undefined) => ({
  ...evaluationSummary(e),
  readout: readout ? readoutSummary(readout) : null,
  perUnit: unitSummary(e),
});

/** Each number by its name; floor and chance of the first by its unit: floorCm. */
export function measuredSummary(measured: readonly Measured[]): Record<string, number> {
  const values = Object.fromEntries(measured.map(({ metric, value }) => [metric.name, value]));
  const [first] = measured;
  if (!first?.levels) return values;
  const { unit = "" } = first.metric;
  const suffix = unit.slice(0, 1).toUpperCase() + unit.slice(1);
  const { floor, chance } = first.levels;
  return { ...values, [`floor${suffix}`]: floor, [`chance${suffix}`]: chance };
}

/** "3.83 cm   (floor 3.37, chance 84.2)" */
export function showMeasured({ metric, value, levels }: Measured): string {
  const { digits, unit } = metric;
  const text = `${value.toFixed(digits)}${unit === undefined ? "" : ` ${unit}`}`;
  if (!levels) return text;
  return `${text}   (floor ${levels.floor.toFixed(digits)}, chance ${levels.chance.toFixed(digits - 1)})`;
}

/** "information 1.21 bits, …": of the units that have the number; nothing where none has any. */
export function mediansFact(medians: MeasureMedians): [string, string][] {
  const { information, sparsity, coherence, vectorLength, headingCorrelation, speedScore, signedUnits } =
    medians;
  const part = (name: string, value: number, digits: number, unit = "") =>
    Number.isNaN(value) ? [] : [`${name} ${value.toFixed(digits).replace(/^-(?=[0.]+$)/, "")}${unit}`];
  const parts = [
    ...part("information", information, 2, " bits"),
    ...part("sparsity", sparsity, 2),
    ...part("coherence", coherence, 2),
    ...part("vector length", vectorLength, 2),
    ...part("speed score", speedScore, 2),
    ...(signedUnits > 0 ? part("heading correlation", headingCorrelation, 2) : []),
    ...(signedUnits > 0 ? [`${signedUnits} of the units below zero: no information or vector length`] : []),
  ];
  return parts.length === 0 ? [] : [["medians", parts.join(", ")]];
}

const nullSummary = (ofNull: NullScores) => ({
  kind: ofNull.kind,
  eachUnit: !ofNull.pooled,
  shuffles: ofNull.shuffles,
  maps: ofNull.grid60.length,
  smoothingBins: ofNull.smoothing ?? null,
  leastShiftSteps: ofNull.leastShift ?? null,
  seed: ofNull.seed,
  survival: byThreshold(ofNull.grid60),
  survival90: byThreshold(ofNull.grid90),
  p95: ofNull.p95.grid60,
});

/** Scores of each unit, the 95th percentiles of its null, p, and p adjusted by Benjamini and Hochberg: arrays [units]. */
function unitSummary({ scores: { grid60, grid90 }, nullScores }: Evaluation) {
  const hexagonal = nullScores && significance(grid60, nullScores, nullScores.grid60);
  const square = nullScores && significance(grid90, nullScores, nullScores.grid90);
  return {
    ...{ grid60, threshold60: hexagonal?.thresholds ?? null },
    ...{ p60: hexagonal?.p ?? null, q60: hexagonal?.adjusted ?? null },
    ...{ grid90, threshold90: square?.thresholds ?? null },
    ...{ p90: square?.p ?? null, q90: square?.adjusted ?? null },
  };
}

export function showEvaluation(e: Evaluation, readout: ReadoutStudy | undefined, terminal: Terminal): string {
  const { activity, samples } = e.observation;
  const facts: [string, string][] = [
    ...e.measured.map((one): [string, string] => [one.metric.label, showMeasured(one)]),
    [
      "active units",
      `${e.activeUnits} of ${e.units}, each on in ${formatPercent(activity.density)} of ${samples} samples`,
    ],
    ...mediansFact(e.medians),
    ["scorer", `${e.scorer.name}, ${e.scores.bins} x ${e.scores.bins} bins`],
    ["", e.scorer.description],
    ["null", e.nullScores ? describeNull(e.nullScores) : "none"],
  ];
  return paragraphs(
    fullVerdict(e).flatMap((sentence) => wrap(sentence, terminal.columns)),
    alignColumns(facts, terminal.columns),
    readout ? readoutTable(readout, terminal) : [],
    e.nullScores
      ? [
          ...survivalTable(e.scores, e.nullScores, terminal),
          ...wrap(caveat(e.scores, e.nullScores), terminal.columns),
          ...unscored(e, terminal.columns),
        ]
      : [],
  );
}

function survivalTable(scores: GridScores, ofNull: NullScores, terminal: Terminal): string[] {
  const columns = [
    { title: "score above" },
    { title: "hexagonal", align: "right" },
    { title: "null", align: "right" },
    { title: "square", align: "right" },
    { title: "null", align: "right" },
  ] as const;
  const samples = [scores.grid60, ofNull.grid60, scores.grid90, ofNull.grid90];
  const shares = samples.map((sample) => survival(sample, thresholdsInUse).shares);
  const rows = thresholdsInUse.map((threshold, i) => [
    threshold.toFixed(2) + (threshold === publishedThreshold ? " customary" : ""),
    ...shares.map((share) => formatPercent(share[i]!)),
  ]);
  const { hexagonal, square } = aboveNull(scores, ofNull);
  const beyond = [hexagonal, square].flatMap(({ share, nullShare }) => [share, nullShare]);
  return table(columns, [...rows, [percentileRow(ofNull), ...beyond.map(formatPercent)]], terminal);
}

/** What the last row of a table of shares is of. */
export const percentileRow = ({ kind }: Pick<NullScores, "kind">): string =>
  kind === "smoothed-noise" ? "95 % of noise" : "95 % of null";

/** "95 % of the noise is below 0.63 (hexagonal) and 1.02 (square)." */
export function limitSentence(scores: GridScores, ofNull: NullScores): string {
  const { hexagonal, square } = aboveNull(scores, ofNull);
  const [hex, four] = [hexagonal, square].map(({ threshold }) => threshold.toFixed(2));
  if (!ofNull.pooled)
    return `95 % of a unit's own null is below ${hex} (hexagonal) and ${four} (square) on average.`;
  const what = ofNull.kind === "smoothed-noise" ? "noise" : "null";
  return `95 % of the ${what} is below ${hex} (hexagonal) and ${four} (square).`;
}

const caveat = (scores: GridScores, ofNull: NullScores): string =>
  `${limitSentence(scores, ofNull)} Only what exceeds it speaks for a lattice.`;

function unscored({ scores }: Evaluation, columns: number): string[] {
  const { silent } = survival(scores.grid60, []);
  return silent > 0
    ? wrap(`Units without a score, because ${withoutScore(scores.scorer, "their maps")}: ${silent}.`, columns)
    : [];
}
