/** The null that `score` is asked for. */
import type { Box } from "../../../analyse/bin-assignment.ts";
import { type HiddenBins, noiseNull, smoothingOf } from "../../../analyse/null.ts";
import { mapNulls } from "../../../analyse/nulls/null-maps.ts";
import { type NullScores, usualShuffles } from "../../../analyse/nulls/null-scores.ts";
import type { Scorer } from "../../../analyse/scorer.ts";
import type { Engine } from "../../../engine/engine.ts";
import type { NullChoice, Pace } from "../../../session/look.ts";
import { UserError } from "../../../user-error.ts";
import { nullChoice } from "../../frame/null-flags.ts";
import type { ScoredRows } from "./score-rows.ts";

/** Nulls that maps have. */
const ofMaps: readonly string[] = ["smoothed-noise", ...mapNulls];

export const needsActivity = (choice: NullChoice | undefined): boolean =>
  choice !== undefined && !ofMaps.includes(choice.kind);

/**
 * @returns undefined for `none`
 * @throws UserError (exit 2) for a null that maps alone do not have, or what does not go together
 */
export function scoreNull(
  flags: {
    readonly null: string;
    readonly shuffles: number | undefined;
    readonly nullSmoothing: number | undefined;
  },
  hasActivity: boolean,
): NullChoice | undefined {
  const { null: kind, shuffles, nullSmoothing } = flags;
  if (kind === "none") return undefined;
  const choice = nullChoice({ null: kind, shuffles }, ["none"]);
  if (nullSmoothing !== undefined && choice.kind !== "smoothed-noise") {
    throw new UserError(`--null-smoothing says nothing of the null ${choice.kind}`, "leave it out", 2);
  }
  if (hasActivity || !needsActivity(choice)) return choice;
  throw new UserError(
    `maps alone have no null ${choice.kind}: it needs activity`,
    `name a network or a file of activity, or use --null ${mapNulls.join(" or --null ")}`,
    2,
  );
}

/** Undefined where it is not made of each map. */
export function mapNullOf(
  { kind, shuffles = usualShuffles(kind) }: NullChoice,
  seed: number,
  walls: Box | undefined,
) {
  const known = mapNulls.find((name) => name === kind);
  return known && { kind: known, seed, shuffles, box: walls };
}

interface NoiseRequest {
  readonly scorer: Scorer;
  readonly seed: number;
  /** Width of the filter; undefined: matched to the maps. */
  readonly nullSmoothing: number | undefined;
  readonly choice: NullChoice | undefined;
  /** Bins that the maps do not have. */
  readonly hidden?: HiddenBins;
}

/** Undefined where no unit has a score, or there is nothing to match noise to. */
export function matchedNoise(
  engine: Engine,
  { grid, radii }: ScoredRows,
  { scorer, seed, nullSmoothing, choice, hidden }: NoiseRequest,
  pace: Pace,
): NullScores | undefined {
  if (nullSmoothing === undefined && grid.grid60.every(Number.isNaN)) return undefined;
  const smoothing = nullSmoothing ?? smoothingOf(engine, radii, grid.bins, { hidden });
  if (smoothing === undefined) return undefined;
  const options = { bins: grid.bins, smoothing, seed, units: choice?.shuffles, hidden };
  return noiseNull(engine, scorer, options, (share) =>
    share < 1 ? pace.progress?.("scoring the null", share) : undefined,
  );
}
