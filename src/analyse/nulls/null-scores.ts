/** Scores of what has no lattice, or only such as an untrained network has, to which the scores of units are held. */
import { quantile } from "../survival.ts";

/** What each null keeps of the units, in a few words. Which says what: docs/scoring.md. */
export const nullKinds = {
  "smoothed-noise": "noise as smooth as all maps",
  "field-shuffle": "the fields of each map at random places",
  "phase-randomised": "the amplitude spectrum of each map with random phases",
  "time-shift": "activity shifted against the path within each trajectory",
  "trajectory-shift": "activity of one trajectory with the path of another",
  untrained: "the units of the network before its first step",
} as const;

export type NullKind = keyof typeof nullKinds;

export const nullNames = Object.keys(nullKinds) as NullKind[];

/** Members of a null when nobody says how many: of noise for all units together, else for each unit. Shifts run along all paths anew. */
export const usualShuffles = (kind: NullKind): number =>
  kind === "time-shift" || kind === "trajectory-shift" ? 200 : 1000;

export interface NullScores {
  readonly kind: NullKind;
  readonly scorer: string;
  readonly bins: number;
  readonly seed: number;
  /** Whether there is one null for all units. */
  readonly pooled: boolean;
  /** With how many scores a unit is compared. */
  readonly shuffles: number;
  /** Hexagonal scores: [shuffles] of a pooled null, else [units, shuffles]. NaN: a map that does not vary. */
  readonly grid60: Float64Array;
  readonly grid90: Float64Array;
  /** Border scores, where the null says anything of walls. */
  readonly border?: Float64Array | undefined;
  /** 95th percentiles of all of them together. */
  readonly p95: { readonly grid60: number; readonly grid90: number };
  /** Width of the filter of smoothed noise, bins. */
  readonly smoothing?: number | undefined;
  /** Bins [y, x] that the noise lacks as the maps do; undefined: none. */
  readonly hidden?: readonly boolean[] | undefined;
  /** Shifts: time steps between activity and place at least. */
  readonly leastShift?: number | undefined;
}

export const percentiles = (grid60: Float64Array, grid90: Float64Array): NullScores["p95"] => ({
  grid60: quantile(grid60, 0.95),
  grid90: quantile(grid90, 0.95),
});

/** The members of the null that unit `unit` is compared with. */
export const ownNull = (
  { pooled, shuffles }: Pick<NullScores, "pooled" | "shuffles">,
  scores: Float64Array,
  unit: number,
): Float64Array => (pooled ? scores : scores.subarray(unit * shuffles, (unit + 1) * shuffles));
