/** Scores of the null that a look asks for, in pieces between which whoever asked may breathe. */
import type { Box } from "../analyse/bin-assignment.ts";
import { type GridScores, scoreMaps } from "../analyse/grid-score.ts";
import { matchedNull } from "../analyse/null.ts";
import { type MapNullScores, mapNullScores, nullUnitsAtOnce } from "../analyse/nulls/map-null.ts";
import type { MapNull } from "../analyse/nulls/null-maps.ts";
import { type NullScores, percentiles, usualShuffles } from "../analyse/nulls/null-scores.ts";
import { ShiftedMaps, type ShiftNull, shufflesAtOnce } from "../analyse/nulls/shifted-maps.ts";
import { leastShift, requireSeveral, requireTimeShifts } from "../analyse/nulls/shifts.ts";
import type { Observation } from "../analyse/observe.ts";
import { hiddenBins } from "../analyse/reachable-bins.ts";
import type { Scorer } from "../analyse/scorer.ts";
import type { Engine } from "../engine/engine.ts";
import { oneArray, onHeap, requireMemory } from "../memory-need.ts";
import type { ActivitySource } from "../tasks/activity-source.ts";
import { UserError } from "../user-error.ts";
import type { Look, NullChoice, Pace } from "./look.ts";

export const usualNull: NullChoice = { kind: "smoothed-noise" };

/** What is known of the units already, or computed when it is asked for. */
export interface Analysed {
  readonly engine: Engine;
  readonly source: ActivitySource;
  observation(look: Look): Promise<Observation>;
  scores(look: Look): Promise<GridScores>;
}

/** @throws UserError when the source has no such null */
export function checkNull({ dt }: ActivitySource, look: Look, hasUntrained: boolean): void {
  const { kind, shuffles = usualShuffles(kind) } = look.null ?? usualNull;
  if (kind === "untrained" && !hasUntrained) {
    throw new UserError(
      "there is no network before its first step to compare with",
      "name a trained network, or use another --null",
      2,
    );
  }
  if (kind === "time-shift") requireTimeShifts(look.request, dt, shuffles);
  if (kind === "trajectory-shift") requireSeveral(look.request.trajectories, shuffles);
}

/**
 * @param untrained the same network before its first step
 * @returns undefined when no unit has a score and a map that varies
 * @throws UserError when the source has no such null, or the memory does not suffice
 */
export async function nullScoresOf(
  analysis: Analysed,
  look: Look,
  untrained: (() => Analysed) | undefined,
  pace: Pace,
): Promise<NullScores | undefined> {
  const { kind, shuffles = usualShuffles(kind) } = look.null ?? usualNull;
  checkNull(analysis.source, look, untrained !== undefined);
  const { grid60 } = await analysis.scores(look);
  if (grid60.every(Number.isNaN)) return undefined;
  try {
    switch (kind) {
      case "smoothed-noise":
        return await noiseScores(analysis, look, grid60, shuffles, pace);
      case "field-shuffle":
      case "phase-randomised":
        return await ofMaps(analysis, look, kind, shuffles, pace);
      case "time-shift":
      case "trajectory-shift":
        return await ofShifts(analysis, look, kind, shuffles, pace);
      case "untrained":
        return await ofUntrained(look, untrained!);
    }
  } finally {
    pace.ended?.();
  }
}

async function noiseScores(
  analysis: Analysed,
  look: Look,
  grid60: Float64Array,
  shuffles: number,
  pace: Pace,
): Promise<NullScores | undefined> {
  const { rates } = await analysis.observation(look);
  const { rateMap, units, binsX: bins } = rates;
  await pace.breathe();
  const shape = { units, bins };
  const hidden = hiddenBins(analysis.source, rates);
  const { seed } = look.request;
  return matchedNull(analysis.engine, look.scorer, rateMap, shape, grid60, seed, shuffles, hidden);
}

async function ofMaps(
  analysis: Analysed,
  look: Look,
  kind: MapNull,
  shuffles: number,
  pace: Pace,
): Promise<NullScores> {
  const { rateMap, units, binsX: bins } = (await analysis.observation(look)).rates;
  const { scorer } = look;
  const { seed } = look.request;
  const options = { kind, bins, seed, shuffles, scorer, box: wallsOf(analysis.source) };
  requireScoreMemory(units, shuffles);
  const scores = await mapNullInPieces(analysis.engine, rateMap, options, pace);
  return mapNull(scores, options);
}

/** The box of maps whose edges are its walls; undefined where they are others. */
export const wallsOf = ({
  arena,
  mapRule,
  walls,
}: Pick<ActivitySource, "arena" | "mapRule" | "walls">): Box | undefined =>
  mapRule?.round || walls ? undefined : arena;

interface MapNullChoice {
  readonly kind: MapNull;
  readonly bins: number;
  readonly seed: number;
  readonly shuffles: number;
  readonly scorer: Scorer;
  readonly box: Box | undefined;
  /** Number of the first unit; default 0. */
  readonly first?: number | undefined;
}

/** What was scored, as a null. */
export const mapNull = (
  scores: MapNullScores,
  { kind, bins, seed, shuffles, scorer }: MapNullChoice,
): NullScores => ({
  ...{ kind, bins, seed, shuffles, scorer: scorer.name, pooled: false },
  ...{ ...scores, p95: percentiles(scores.grid60, scores.grid90) },
});

/** `mapNullScores` of a few units after the other. @param maps [units, bins, bins] */
export async function mapNullInPieces(
  engine: Engine,
  maps: Float64Array | Float32Array,
  options: MapNullChoice,
  pace: Pace,
): Promise<MapNullScores> {
  const { bins, shuffles, first: from = 0 } = options;
  const size = bins * bins;
  const units = maps.length / size;
  const atOnce = nullUnitsAtOnce(shuffles);
  const all = () => new Float64Array(units * shuffles);
  const border = options.box && options.kind === "field-shuffle" ? all() : undefined;
  const whole = { grid60: all(), grid90: all(), border };
  for (let first = 0; first < units; first += atOnce) {
    const part = maps.subarray(first * size, Math.min(units, first + atOnce) * size);
    const scores = mapNullScores(engine, part, { ...options, first: from + first });
    whole.grid60.set(scores.grid60, first * shuffles);
    whole.grid90.set(scores.grid90, first * shuffles);
    if (scores.border) border?.set(scores.border, first * shuffles);
    if (units > atOnce) pace.progress?.("scoring the null", Math.min(1, (first + atOnce) / units));
    await pace.breathe();
  }
  return whole;
}

async function ofShifts(
  { engine, source }: Analysed,
  look: Look,
  kind: ShiftNull,
  shuffles: number,
  pace: Pace,
): Promise<NullScores> {
  const { request, bins, scorer } = look;
  const { units } = source;
  requireScoreMemory(units, shuffles);
  const grid60 = new Float64Array(units * shuffles);
  const grid90 = new Float64Array(units * shuffles);
  const atOnce = shufflesAtOnce(units, bins);
  const portions = source.portions(request);
  const options = { kind, request, bins, seed: request.seed };
  for (let first = 0; first < shuffles; first += atOnce) {
    const count = Math.min(atOnce, shuffles - first);
    const shifted = new ShiftedMaps(engine, source, options, first, count);
    try {
      for (const [i, range] of portions.entries()) {
        shifted.look(range);
        pace.progress?.("shifting", (first + (count * (i + 1)) / portions.length) / shuffles);
        await pace.breathe();
      }
      for (let shuffle = first; shuffle < first + count; shuffle++) {
        const scores = scoreMaps(engine, shifted.mapsOf(shuffle), { units, bins }, scorer);
        for (let unit = 0; unit < units; unit++) {
          grid60[unit * shuffles + shuffle] = scores.grid60[unit]!;
          grid90[unit * shuffles + shuffle] = scores.grid90[unit]!;
        }
        await pace.breathe();
      }
    } finally {
      shifted.free();
    }
  }
  return {
    ...{ kind, bins, shuffles, grid60, grid90, seed: request.seed, scorer: scorer.name, pooled: false },
    leastShift: kind === "time-shift" ? leastShift(request.steps, source.dt) : undefined,
    p95: percentiles(grid60, grid90),
  };
}

async function ofUntrained(look: Look, untrained: () => Analysed): Promise<NullScores> {
  const { grid60, grid90, bins } = await untrained().scores({
    ...look,
    request: { ...look.request, measuring: false },
  });
  const { scorer, request } = look;
  return {
    ...{ kind: "untrained", pooled: true, shuffles: grid60.length, scorer: scorer.name },
    ...{ bins, grid60, grid90, seed: request.seed, p95: percentiles(grid60, grid90) },
  };
}

/** Of all shuffles of all units. @throws UserError when it is not to be had */
export const requireScoreMemory = (units: number, shuffles: number): void =>
  requireMemory({
    what: `scoring ${shuffles} shuffles of ${units} units`,
    needs: [
      oneArray("their hexagonal scores", 8 * units * shuffles, ["--shuffles"]),
      onHeap("their other scores", 16 * units * shuffles, ["--shuffles"]),
    ],
  });
