/** Takes snapshots of a network while it trains: its best units, how all of them score, and what noise scores. */

import { bestUnits } from "../analyse/best-units.ts";
import { type DecodedPaths, decodePaths } from "../analyse/decode-paths.ts";
import { scoreMaps } from "../analyse/grid-score.ts";
import { matchedSmoothing, noiseNull } from "../analyse/null.ts";
import { type Observation, Observer } from "../analyse/observe.ts";
import { binsFor, defaultScorer, findScorer, usualBins } from "../analyse/scorer.ts";
import type { Engine } from "../engine/engine.ts";
import { type FilmFrame, filmedUnits, mapLevels } from "../run/film-frame.ts";
import type { ScoreRecord } from "../run/score-record.ts";
import type { ActivitySource } from "../tasks/activity-source.ts";
import { UserError } from "../user-error.ts";
import type { Arena } from "../world/arena.ts";
import { scoreRecordOf } from "./score-record.ts";
import type { NoiseScores, ScoredMaps, Scoring, Snapshot, UnitMap, WantedScoring } from "./snapshot.ts";

/** 30 samples a bin of 20 x 20 with the usual 20 steps; an `evaluate` takes twenty times as many. */
export const snapshotTrajectories = 600;
/** As many maps as the widest screens show. */
const mapsKept = 32;
const noiseMaps = 256;
/** A forward pass beside a training step, for the first guess of what a snapshot costs. */
const forwardShare = 0.35;

/** What a snapshot will cost at least, before there was one. @param batchSize trajectories of a training step */
export const guessSnapshotSeconds = (secondsPerStep: number, batchSize: number): number =>
  (secondsPerStep * forwardShare * snapshotTrajectories) / batchSize;

/** How a training is looked at that nobody watches. */
export const recordScoring: Scoring = { scorer: defaultScorer, bins: usualBins };

/** What to say of one that failed. */
export function snapshotTrouble(error: unknown): string {
  if (error instanceof UserError) return error.message;
  return `${error instanceof Error ? error.message : error} (a bug in entorhinal, please report it)`;
}
/** Noise is matched anew after one snapshot, then two, four …, at most so many: maps change ever more slowly, and it costs as much as several snapshots. */
const mostSnapshotsPerNoise = 6;

/** Again and again of one network, along the same trajectories, so that only the network changes. */
export class SnapshotTaker {
  private last: { readonly scoring: Scoring; readonly step: number; readonly maps: Float64Array } | undefined;
  private snapshotsSinceNoise = Number.POSITIVE_INFINITY;
  private snapshotsPerNoise = 1;
  private noise: NoiseScores | undefined;
  /** Of the last match, from which the next one starts. */
  private smoothing: number | undefined;

  constructor(
    private readonly engine: Engine,
    private readonly source: ActivitySource,
  ) {}

  /**
   * @param breathe awaited between portions of the work; resolves to false when it is to be given up
   * @returns undefined when it was given up
   * @throws UserError when the memory does not hold it, or a unit is not finite
   */
  async take(
    step: number,
    wanted: WantedScoring,
    breathe: () => Promise<boolean>,
  ): Promise<Snapshot | undefined> {
    const scored = await this.takeMaps(step, wanted, breathe);
    if (!scored) return undefined;
    const { samples, maps, grid60, scorer, bins } = scored;
    const best = bestOf(grid60, maps, bins ** 2);
    return { step, samples, scorer, bins, scores: Float32Array.from(grid60), best };
  }

  /** The same with the maps of all units. */
  async takeMaps(
    step: number,
    { scorer, bins: wanted }: WantedScoring,
    breathe: () => Promise<boolean>,
  ): Promise<ScoredMaps | undefined> {
    const bins = wanted ?? binsFor(findScorer(scorer), this.source.arena);
    const scoring = { scorer, bins };
    const observation = await this.observe(scoring, breathe);
    if (!observation) return undefined;
    const { rateMap, units } = observation.rates;
    const { grid60, grid90 } = scoreMaps(this.engine, rateMap, { units, bins }, findScorer(scorer));
    const changed = scorer !== this.last?.scoring.scorer || bins !== this.last.scoring.bins;
    this.snapshotsSinceNoise = changed ? Number.POSITIVE_INFINITY : this.snapshotsSinceNoise + 1;
    if (changed) this.smoothing = undefined;
    this.last = { scoring, step, maps: rateMap };
    return { step, samples: observation.samples, ...scoring, units, maps: rateMap, grid60, grid90 };
  }

  /** The first of the paths along which it looks; undefined where no place can be read out. */
  takePaths(trajectories: number): DecodedPaths | undefined {
    const { seed, steps } = this.source.usual;
    const { places } = this.source;
    if (!places) return undefined;
    const by = places.decodeTwo ? undefined : 1;
    return decodePaths(this.engine, this.source, { seed, steps, trajectories }, { by });
  }

  get arena(): Arena {
    return this.source.arena;
  }

  /** Whether noise should be matched before the next snapshot. */
  get needsNoise(): boolean {
    return this.last !== undefined && this.snapshotsSinceNoise >= this.snapshotsPerNoise;
  }

  /** Scores noise as smooth as the maps of the last snapshot. */
  matchNoise(): NoiseScores {
    const { maps, step, scoring } = this.last!;
    const { bins, scorer } = scoring;
    this.snapshotsSinceNoise = 0;
    this.snapshotsPerNoise = Math.min(mostSnapshotsPerNoise, 2 * this.snapshotsPerNoise);
    const shape = { units: maps.length / bins ** 2, bins };
    const smoothing = matchedSmoothing(this.engine, maps, shape, { from: this.smoothing, rounds: 1 });
    this.smoothing = smoothing;
    if (smoothing === undefined) return { scores: new Float32Array(), step, ...scoring };
    const options = { bins, smoothing, seed: this.source.usual.seed, units: noiseMaps };
    const { grid60 } = noiseNull(this.engine, findScorer(scorer), options);
    return { scores: Float32Array.from(grid60), step, ...scoring };
  }

  /** The newest noise, matched anew when it is time for that. */
  currentNoise(): NoiseScores {
    if (this.needsNoise || !this.noise) this.noise = this.matchNoise();
    return this.noise;
  }

  /** As a line of the log. */
  recordOf(maps: ScoredMaps, noise: NoiseScores): ScoreRecord {
    const { arena } = this.source;
    return scoreRecordOf(this.engine, { maps, noise, trajectories: snapshotTrajectories }, arena);
  }

  private async observe(
    { bins }: Scoring,
    breathe: () => Promise<boolean>,
  ): Promise<Pick<Observation, "rates" | "samples"> | undefined> {
    const { seed, steps } = this.source.usual;
    const request = { seed, steps, trajectories: snapshotTrajectories, measuring: false };
    const observer = new Observer(this.engine, this.source, { ...request, bins });
    try {
      for (const range of this.source.portions(request)) {
        observer.look(range);
        if (!(await breathe())) return undefined;
      }
      return observer.finish();
    } finally {
      observer.free();
    }
  }
}

/** As a frame of a film. */
export function frameOf(
  { step, scorer, bins, units, maps, grid60 }: ScoredMaps,
  noise: NoiseScores,
): FilmFrame {
  const kept = filmedUnits(units);
  const size = bins * bins;
  const levels = new Uint8Array(kept.length * size);
  kept.forEach((unit, i) => {
    levels.set(mapLevels(maps.subarray(unit * size, (unit + 1) * size)), i * size);
  });
  return {
    ...{ step, scorer, bins, trajectories: snapshotTrajectories, units: kept, maps: levels },
    grid60: Float32Array.from(grid60),
    null60: noise.scores,
    nullStep: noise.step,
  };
}

const bestOf = (grid60: Float64Array, maps: Float64Array, size: number): UnitMap[] =>
  bestUnits(grid60)
    .slice(0, mapsKept)
    .map((unit) => ({
      unit,
      score: grid60[unit]!,
      map: Float32Array.from(maps.subarray(unit * size, (unit + 1) * size)),
    }));
