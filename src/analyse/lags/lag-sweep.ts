/**
 * What units tell of the place where the rat was, is and will be: the activity at one moment against the position a lag later.
 * Positive lags: the activity comes before the position (predictive); negative ones: after it (retrospective).
 */
import type { ActivityRequest, ActivitySource } from "../../tasks/activity-source.ts";
import { type MeanStep, PlainMeanStep, PublishedMeanStep } from "../../world/mean-step.ts";
import type { Scorer } from "../scorer.ts";

/** Lags are whole time steps, or lengths along the path. */
export type LagAxis = "time" | "distance";

/**
 * What a lag is judged by. `gridness`: hexagonal score of the map. `explained-variance`: variance between bins as a share of all
 * variance of the activity, less what as many bins explain by chance. `spatial-information`: bits per unit of activity.
 */
export const lagEstimators = ["gridness", "explained-variance", "spatial-information"] as const;
export type LagEstimator = (typeof lagEstimators)[number];

export interface LagOptions extends ActivityRequest {
  readonly bins: number;
  readonly scorer: Scorer;
  readonly axis: LagAxis;
  /** Ascending; time steps, or m along the path. */
  readonly lags: readonly number[];
  /** `equal`: every lag is judged by the same samples of activity; `each`: by all that it has, as published. */
  readonly samples: "equal" | "each";
  /** Numbers of the units to look at, ascending; default all. */
  readonly only?: readonly number[] | undefined;
  /** Whether the answer has the maps. */
  readonly keepMaps?: boolean | undefined;
  /** What units that are taken together may take of the memory; default 512 MiB for sums, half of that for shuffles. */
  readonly runBytes?: number | undefined;
}

/** Of all units at all lags. */
export interface LagSweep {
  readonly units: number;
  /** Their numbers in the source. */
  readonly unitNumbers: readonly number[];
  readonly axis: LagAxis;
  /** Time steps, or m along the path. */
  readonly lags: Float64Array; // [L]
  /** The same as lengths: of time steps by the mean step. */
  readonly lagCm: Float64Array; // [L]
  /** Mean length of a time step. */
  readonly cmPerStep: number;
  readonly samples: LagOptions["samples"];
  /** Pairs of activity and position at each lag. */
  readonly pairs: Float64Array; // [L]
  /** Each by its estimator; NaN: nothing to be said. */
  readonly hexagonal: Float64Array; // [L, units]
  readonly square: Float64Array; // [L, units]
  readonly explainedVariance: Float64Array; // [L, units]
  readonly spatialInformation: Float64Array; // [L, units]
  /** [L, units, y, x], NaN where never visited; only with `keepMaps`. */
  readonly maps?: Float64Array | undefined;
}

type LagValueNames = "hexagonal" | "explainedVariance" | "spatialInformation";

/** [L, units] of a sweep. */
export const valuesOf = (sweep: Pick<LagSweep, LagValueNames>, estimator: LagEstimator): Float64Array =>
  ({
    gridness: sweep.hexagonal,
    "explained-variance": sweep.explainedVariance,
    "spatial-information": sweep.spatialInformation,
  })[estimator];

/** Lags as lengths: of time steps by the mean step. @param cmPerStep cm */
export const lagCm = (axis: LagAxis, lags: readonly number[], cmPerStep: number): Float64Array =>
  Float64Array.from(lags, (lag) => lag * (axis === "time" ? cmPerStep : 100));

/** Of the trajectories that are asked for. */
export const meanStepOf = ({ arena }: Pick<ActivitySource, "arena">, request: ActivityRequest): MeanStep =>
  request.publishedBatch === undefined ? new PlainMeanStep(arena) : new PublishedMeanStep();

/** Who wants to know how far work is, and may do something else in between; throws to give up. */
export interface LagPace {
  breathe(): Promise<void>;
  progress?(what: string, share: number): void;
}

export const withoutPause: LagPace = { breathe: async () => {} };
