/** The sentences that answer whether grid cells are real, the same wherever they stand. */
import { type BeyondNull, beyondNull } from "../../../analyse/beyond-noise.ts";
import type { GridScores } from "../../../analyse/grid-score.ts";
import { type NullKind, type NullScores, nullKinds } from "../../../analyse/nulls/null-scores.ts";
import { significance } from "../../../analyse/nulls/significance.ts";
import { nullPercentile } from "../../../analyse/thresholds.ts";
import { formatPercent } from "../../../draw/score-sample.ts";
import type { Evaluation } from "../../../session/analysis.ts";

const percentile = `the ${nullPercentile}th percentile of`;

/** "65 of 256 units (25.4 %) score hexagonally above 0.65, … (nan-aware, 20 x 20 bins)": share, threshold, null, scorer, bins. */
export function gridVerdict(scores: GridScores, ofNull: NullScores): string {
  const beyond = beyondNull(scores.grid60, ofNull, ofNull.grid60);
  const by = `${scores.scorer}, ${scores.bins} x ${scores.bins} bins`;
  const count = `${countOf(beyond, scores.grid60.length)} score hexagonally above`;
  return ofNull.pooled
    ? `${count} ${ofNull.p95.grid60.toFixed(2)}, ${percentile} ${pooledNulls[ofNull.kind] ?? ofNull.kind} (${by}).`
    : `${count} ${percentile} their own null (${ofNull.kind}, ${ofNull.shuffles} shuffles, ${by}).`;
}

/** Nulls that are one for all units, in words. */
const pooledNulls: Partial<Record<NullKind, string>> = {
  "smoothed-noise": "matched noise",
  untrained: "the untrained units",
};

/** "Expected by chance: 5 %. After Benjamini-Hochberg at q = 0.05: 41 of 256 units." */
export function chanceSentence(scores: GridScores, ofNull: NullScores): string {
  const { grid60 } = scores;
  const beyond = beyondNull(grid60, ofNull, ofNull.grid60);
  const { expectedShare, discoveries, falseDiscoveryRate } = beyond;
  const said = `Expected by chance: ${100 * expectedShare} %. After Benjamini-Hochberg at q = ${falseDiscoveryRate}: ${discoveries} of ${grid60.length} units.`;
  return [said, tooFewMembers(grid60, ofNull)].filter(Boolean).join(" ");
}

/**
 * Said where no unit is left of many tests, units have the least p that there can be, and are too few for it: a larger null might tell
 * them from chance. Else empty.
 */
export function tooFewMembers(grid60: Float64Array, ofNull: NullScores): string {
  const { discoveries, falseDiscoveryRate: rate } = beyondNull(grid60, ofNull, ofNull.grid60);
  if (discoveries > 0) return "";
  const { shuffles } = ofNull;
  const { p } = significance(grid60, ofNull, ofNull.grid60);
  const tested = p.filter((value) => !Number.isNaN(value));
  const least = 1 / (1 + shuffles);
  const atLeast = tested.filter((value) => value <= least).length;
  const needed = Math.ceil((least * tested.length) / rate);
  if (atLeast === 0 || atLeast >= needed) return "";
  return `${atLeast} ${atLeast === 1 ? "unit has" : "units have"} the least p that ${shuffles} members of the null allow, ${least.toPrecision(2)}, and it takes ${needed}: take more.`;
}

/** Where the noise lacks bins as the maps do. */
export const lacking = ({ hidden }: NullScores): string =>
  hidden ? `, without the ${hidden.filter(Boolean).length} bins that they lack` : "";

/** "1000 maps of noise, smoothed by 1.39 bins like the units" */
export function describeNull(ofNull: NullScores): string {
  const { kind, shuffles, smoothing, leastShift, pooled } = ofNull;
  if (smoothing !== undefined)
    return `${shuffles} maps of noise, smoothed by ${smoothing.toFixed(2)} bins like the units${lacking(ofNull)}`;
  const steps = leastShift === undefined ? "" : ` by at least ${leastShift} steps`;
  return `${kind}: ${nullKinds[kind]}${steps}; ${pooled ? `${shuffles} of them` : `${shuffles} shuffles of each unit`}`;
}

/** The verdict of an evaluation, which may have no null. */
export const evaluationVerdict = ({ scores, nullScores }: Evaluation): string =>
  nullScores
    ? gridVerdict(scores, nullScores)
    : "No unit has a score and a map that varies: there is no null, and no share of units.";

/** With what is expected by chance, and what is left of many tests. */
export const fullVerdict = (evaluation: Evaluation): string[] => [
  evaluationVerdict(evaluation),
  ...(evaluation.nullScores ? [chanceSentence(evaluation.scores, evaluation.nullScores)] : []),
];

const countOf = ({ units, share }: BeyondNull, all: number): string =>
  `${units} of ${all} units (${formatPercent(share)})`;

/** A p value in a table. */
export const showP = (p: number): string => (Number.isNaN(p) ? "-" : p.toPrecision(2));
