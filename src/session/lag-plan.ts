/** What is to be looked at for lags: wishes of a user, defaults, and what the source allows. */
import type { EdgeLags } from "../analyse/lags/best-lag.ts";
import type { ClassRule } from "../analyse/lags/class-rules.ts";
import type { LagNullKind } from "../analyse/lags/lag-null.ts";
import type { LagAxis, LagEstimator, LagOptions } from "../analyse/lags/lag-sweep.ts";
import { binsFor, defaultScorer, findScorer, publishedScorer } from "../analyse/scorer.ts";
import type { ActivitySource } from "../tasks/activity-source.ts";
import { UserError } from "../user-error.ts";
import { mostLags, readLagList } from "./lag-list.ts";
import type { LagStudyOptions } from "./lag-study-options.ts";

/** What is not wished is as published with `faithful`, else as ours. */
export interface LagWishes {
  readonly faithful: boolean;
  readonly axis: LagAxis;
  /** Time steps, or cm along the path. */
  readonly maxLag?: number | undefined;
  /** Between two lags, in the same. */
  readonly lagStep?: number | undefined;
  /** Instead of both, as `readLagList` reads it. */
  readonly lags?: string | undefined;
  readonly estimator?: LagEstimator | undefined;
  readonly edges?: EdgeLags | undefined;
  readonly samples?: LagOptions["samples"] | undefined;
  readonly scorer?: string | undefined;
  readonly rules: readonly ClassRule[];
  readonly thresholds: LagStudyOptions["thresholds"];
  readonly shuffles: number;
  readonly nullKind?: LagNullKind | undefined;
  readonly shuffleSeed: number;
  readonly alpha: number;
  readonly bins?: number | undefined;
  readonly trajectories?: number | undefined;
  readonly steps?: number | undefined;
  readonly seed?: number | undefined;
  /** Numbers of units, ascending; undefined: the first `usualUnits`. */
  readonly units?: readonly number[] | undefined;
}

export interface LagPlan {
  readonly lags: LagOptions;
  readonly study: LagStudyOptions;
  readonly nullKind: LagNullKind;
  readonly shuffleSeed: number;
  readonly faithful: boolean;
  /** What the source would have had of steps by itself. */
  readonly usualSteps: number;
}

type PlannedSource = Pick<ActivitySource, "units" | "usual" | "arena" | "publishedPaths">;

const usualUnits = 512;
/** Time steps, as published. */
const usualMaxLag = 20;
/** Of the published motion. */
const usualCmPerStep = 2;
/** Of equal samples the lags leave a third of a trajectory. */
const lagsPerTrajectory = 3;
const usualTrajectories = 2500;
/** Trajectories, as published. */
const publishedBatch = 100;

/** @throws UserError when the trajectories are too short, or the lags are none to choose from */
export function lagPlan(wishes: LagWishes, source: PlannedSource): LagPlan {
  const { faithful, axis } = wishes;
  const { usual } = source;
  const samples = wishes.samples ?? (faithful ? "each" : "equal");
  const edges = wishes.edges ?? (faithful ? "included" : "excluded");
  const steps = stepsOf(wishes, source, samples);
  const lags = lagsOf(wishes, steps, samples);
  checkLags(lags, { axis, edges, samples, steps, faithful });
  const scorer = findScorer(wishes.scorer ?? (faithful ? publishedScorer : defaultScorer));
  const trajectories = wishes.trajectories ?? usual.trajectories ?? usualTrajectories;
  // Those paths know no seed: whoever names one wants others.
  const published = faithful && source.publishedPaths === true && wishes.seed === undefined;
  const request = {
    ...{ seed: wishes.seed ?? usual.seed, trajectories, steps, measuring: false },
    publishedBatch: published ? publishedBatch : undefined,
  };
  const only = wishes.units ?? Array.from({ length: Math.min(source.units, usualUnits) }, (_, unit) => unit);
  return {
    lags: {
      ...request,
      ...{ axis, samples, bins: wishes.bins ?? binsFor(scorer, source.arena), scorer, only },
      lags: axis === "time" ? lags : lags.map((cm) => cm / 100),
    },
    study: {
      ...{ edges, shuffles: wishes.shuffles, alpha: wishes.alpha, thresholds: wishes.thresholds },
      estimator: wishes.estimator ?? (faithful ? "gridness" : "explained-variance"),
      correction: faithful ? "same-lag" : "best-of-lags",
      rules: wishes.rules,
      trajectories: { first: 0, trajectories },
      batch: published ? publishedBatch : 1,
    },
    nullKind: wishes.nullKind ?? (faithful ? "joint" : "circular"),
    shuffleSeed: wishes.shuffleSeed,
    faithful,
    usualSteps: usual.steps,
  };
}

/** As far as the wishes go, in time steps or cm; undefined: they do not say. */
const furthestOf = ({ maxLag, lags }: LagWishes): number | undefined =>
  lags === undefined ? maxLag : Math.max(...readLagList(lags).map(Math.abs));

function stepsOf(wishes: LagWishes, { usual }: PlannedSource, samples: LagOptions["samples"]): number {
  if (wishes.steps !== undefined) return wishes.steps;
  // A file has the steps that it has.
  if (usual.trajectories !== undefined || samples === "each") return usual.steps;
  const furthest = furthestOf(wishes);
  const asSteps = wishes.axis === "time" ? furthest : furthest && furthest / usualCmPerStep;
  return Math.max(usual.steps, Math.ceil(lagsPerTrajectory * (asSteps ?? usualMaxLag)));
}

function lagsOf(wishes: LagWishes, steps: number, samples: LagOptions["samples"]): number[] {
  const { axis, lags, maxLag, lagStep, faithful } = wishes;
  if (lags !== undefined) return readLagList(lags);
  const room = samples === "equal" ? Math.floor(steps / lagsPerTrajectory) : steps - (faithful ? 0 : 1);
  const most = maxLag ?? (axis === "time" ? Math.min(usualMaxLag, room) : usualMaxLag * usualCmPerStep);
  const step = lagStep ?? (axis === "time" ? 1 : usualCmPerStep);
  const count = Math.floor(most / step);
  if (2 * count + 1 > mostLags) {
    throw new UserError(`${2 * count + 1} lags are too many`, `at most ${mostLags}: lower --max-lag`, 2);
  }
  return Array.from({ length: 2 * count + 1 }, (_, i) => (i - count) * step);
}

/** What can be told before any path is taken. */
function checkLags(
  lags: readonly number[],
  {
    axis,
    edges,
    samples,
    steps,
    faithful,
  }: Pick<LagOptions, "axis" | "samples" | "steps"> & {
    readonly edges: EdgeLags;
    readonly faithful: boolean;
  },
): void {
  const [first, last] = [lags[0]!, lags.at(-1)!];
  if (!lags.includes(0)) {
    throw new UserError(
      `the lags ${first} to ${last} leave out 0`,
      "name it too: all is compared with no shift",
      2,
    );
  }
  if (axis === "time") {
    const broken = lags.find((lag) => !Number.isInteger(lag));
    if (broken !== undefined) {
      throw new UserError(
        `a lag of ${broken} steps is no whole number`,
        "or count in cm with --by distance",
        2,
      );
    }
    const furthest = Math.max(last, -first);
    // As published, a lag of all steps is one without pairs.
    const needed = samples === "equal" ? last - first + 1 : furthest + (faithful ? 0 : 1);
    if (needed > steps) throw tooLong(first, last, steps, needed);
  }
  if (edges === "excluded" && (lags.length < 3 || first >= 0 || last <= 0)) {
    throw new UserError(
      lags.length === 1
        ? "one lag is compared with nothing"
        : `of the lags ${first} to ${last}, ${first >= 0 ? first : last} is outermost and can be no best lag`,
      "name lags on both sides of 0, or --edges included",
      2,
    );
  }
}

function tooLong(first: number, last: number, steps: number, needed: number): UserError {
  const furthest = Math.max(last, -first);
  if (furthest >= steps) {
    return new UserError(
      `a lag of ${furthest} steps is longer than the trajectories, ${steps} steps`,
      "lower --max-lag, or raise --steps",
      2,
    );
  }
  return new UserError(
    `lags of ${first} to ${last} steps leave no sample of ${steps} steps that has all of them`,
    `at least ${needed} steps are needed: lower --max-lag, raise --steps, or --samples each`,
    2,
  );
}
