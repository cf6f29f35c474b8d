/** What pictures of lags are made of: the arrays that are written beside them, and words for them. */
import type { LagAxis } from "../../../analyse/lags/lag-sweep.ts";
import type { ClassControl, LagNull } from "../../../draw/figure/lag-data.ts";
import type { MapPair } from "../../../draw/figure/map-pairs-figure.ts";
import type { Grid } from "../../../draw/grid.ts";

/** Of one network or recording by one rule. */
export interface LagResults {
  /** "quick after 1300 steps" */
  readonly title: string;
  /** What belongs beside the numbers: rule and thresholds, scorer, bins, samples, null, conditions. Sentences. */
  readonly how: string;
  readonly axis: LagAxis;
  readonly cmPerStep: number;
  readonly units: number;
  /** Numbers of the units in the source; default 0, 1, 2, ... In all arrays they stand by their place here. */
  readonly unitNumbers?: ArrayLike<number> | undefined; // [units]
  readonly lagCm: ArrayLike<number>; // [L]
  readonly scores: ArrayLike<number>; // [L, units]
  readonly zeroScores: ArrayLike<number>; // [units]
  readonly shiftedScores: ArrayLike<number>; // [units]
  readonly bestCm: ArrayLike<number>; // [units]
  /** In the order of the rule: ahead, behind, here, and what is left. */
  readonly classes: readonly ResultClass[];
  readonly minShiftCm: number;
  /** Scores that the rule goes by: "low-grid threshold 0.20". */
  readonly thresholds: readonly { readonly at: number; readonly label: string }[];
  /** Score at the preferred shift. */
  readonly bestScores: ArrayLike<number>; // [units]
  /** The highest of all lags. */
  readonly highestScores: ArrayLike<number>; // [units]
  /** The other measure, drawn beside the scores. */
  readonly explainedVariance?: ArrayLike<number> | undefined; // [L, units]
  /** Units below a threshold at every lag. */
  readonly lowGrid?: { readonly threshold: number; readonly units: ArrayLike<number> } | undefined;
  /** Maps without a shift. */
  readonly maps?: ResultMaps | undefined;
  /** Of one unit over the lags. */
  readonly unitNull?: ((unit: number) => LagNull) | undefined;
  /** Preferred shifts by the same rule in a shuffle or an untrained network. */
  readonly control?: { readonly label: string; readonly bestCm: ArrayLike<number> } | undefined;
}

export interface ResultClass {
  readonly name: string;
  readonly units: ArrayLike<number>;
  /** Counts by the same rule elsewhere. */
  readonly controls?: readonly ClassControl[] | undefined;
  /** Against the mean curve of the class. */
  readonly null?: LagNull | undefined;
}

export interface ResultMaps {
  /** Sides of the box, m. */
  readonly arena: { readonly width: number; readonly height: number };
  rateMap(unit: number): Grid;
  /** With its autocorrelogram; undefined: it has no score. */
  pair(unit: number): MapPair | undefined;
}
