/** Which share of units a rule calls tuned to heading, beside what shuffles and the untrained network have by the same rule. */
import { shiftedLengths } from "./heading-shape.ts";
import { directedThreshold } from "./thresholds.ts";
import type { Tuning } from "./tuning.ts";

/** Customary limit of p. */
export const headingSignificance = 0.05;

export interface HeadingShare {
  /** Units that the rule takes. */
  readonly units: number;
  /** Those of all units. */
  readonly share: number;
  /** Of the shuffles of all units; NaN without any. */
  readonly nullShare: number;
  /** NaN where there is no untrained network. */
  readonly untrainedShare: number;
}

export interface HeadingShares {
  readonly threshold: number;
  /** Over which the vector length is taken. */
  readonly sectors: number;
  /** A vector length above the threshold; a unit below zero has none. */
  readonly vectorLength: HeadingShare;
  /** The same of rates shifted to zero first, which gives signed units one. */
  readonly shifted: HeadingShare;
  /** p at most 0.05, of the vector length, or of the amplitude where a unit is signed. */
  readonly significant: HeadingShare;
}

export interface Shifted {
  /** Rates of shuffles by sector, [units, bins] each; none where headings are not exchanged. */
  readonly shuffled: readonly Float64Array[];
}

const countOf = (values: Float64Array, takes: (value: number) => boolean): number =>
  values.filter(takes).length;
const isDirected = (length: number): boolean => length > directedThreshold;
const isSignificant = (p: number): boolean => p <= headingSignificance;

/** @param untrained the same network before its first step, along the same paths */
export function headingShares(
  { heading, units: all, shuffles }: Tuning,
  { shuffled }: Shifted,
  untrained: Tuning | undefined,
): HeadingShares {
  const { vectorLength, shiftedLength, p, bins, directedShuffles } = heading;
  const shiftedNulls = shuffled.map((rates) => countOf(shiftedLengths(rates, bins), isDirected));
  // Silent and constant units could not be below it by chance.
  const tested = countOf(p, (value) => !Number.isNaN(value));
  const expected = Math.floor(headingSignificance * (shuffles + 1)) / (shuffles + 1);
  const share = (units: number, nullShare: number, ofTwin: number | undefined): HeadingShare => ({
    ...{ units, share: units / all, nullShare },
    untrainedShare: ofTwin === undefined ? Number.NaN : ofTwin / all,
  });
  const twin = untrained?.heading;
  return {
    threshold: directedThreshold,
    sectors: bins,
    vectorLength: share(
      countOf(vectorLength, isDirected),
      directedShuffles,
      twin && countOf(twin.vectorLength, isDirected),
    ),
    shifted: share(
      countOf(shiftedLength, isDirected),
      shiftedNulls.reduce((sum, count) => sum + count, 0) / (shuffled.length * all),
      twin && countOf(twin.shiftedLength, isDirected),
    ),
    significant: share(
      countOf(p, isSignificant),
      shuffles === 0 ? Number.NaN : (expected * tested) / all,
      twin && countOf(twin.p, isSignificant),
    ),
  };
}
