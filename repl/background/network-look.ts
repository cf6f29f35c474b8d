/** One look at a network while it trains: its best units, how all of them score, and what noise scores. */
import { scoreMaps } from "../../src/analyse/grid-score.ts";
import { matchedSmoothing, noiseNull } from "../../src/analyse/null.ts";
import { type Observation, Observer, type Subject, trajectoriesAtOnce } from "../../src/analyse/observe.ts";
import { findScorer } from "../../src/analyse/scorer.ts";
import { bestUnits } from "../../src/cli/commands/score/score-report.ts";
import type { Engine } from "../../src/engine/engine.ts";
import type { Sight } from "./messages.ts";

/** A unit and its rate map. */
export interface UnitMap {
  readonly unit: number;
  readonly score: number;
  /** [bins, bins], row 0 at the bottom, NaN where unvisited. */
  readonly map: Float32Array;
}

/** Hexagonal scores of noise as smooth as the maps were at `step`. */
export interface Noise extends Sight {
  /** Empty when no map varied: there was nothing to match. */
  readonly scores: Float32Array;
  readonly step: number;
}

export interface NetworkLook extends Sight {
  readonly step: number;
  readonly samples: number;
  /** Hexagonal score of each unit; NaN: none. */
  readonly scores: Float32Array;
  /** By falling score. */
  readonly best: readonly UnitMap[];
}

/** 30 samples a bin of 20 x 20 with the usual 20 steps; an `evaluate` takes twenty times as many. */
export const lookTrajectories = 600;
/** As many maps as the widest screens show. */
const mapsKept = 32;
const noiseMaps = 256;
/** Noise is matched anew after one look, then two, four …, at most so many: maps change ever more slowly, and it costs as much as several looks. */
const mostLooksPerNoise = 6;

/** Looks again and again at one network, at the same trajectories, so that only the network changes. */
export class Onlooker {
  private last: { readonly sight: Sight; readonly step: number; readonly maps: Float64Array } | undefined;
  private looksSinceNoise = Number.POSITIVE_INFINITY;
  private looksPerNoise = 1;
  /** Of the last match, from which the next one starts. */
  private smoothing: number | undefined;

  constructor(
    private readonly engine: Engine,
    private readonly subject: Subject,
    /** Seed, and steps of a trajectory. */
    private readonly walk: { readonly seed: number; readonly steps: number },
  ) {}

  /**
   * @param breathe awaited between portions of the work; resolves to false when it is to be given up
   * @returns undefined when it was given up
   * @throws UserError when the memory does not hold it, or a unit is not finite
   */
  async look(step: number, sight: Sight, breathe: () => Promise<boolean>): Promise<NetworkLook | undefined> {
    const observation = await this.observe(sight, breathe);
    if (!observation) return undefined;
    const { rateMap, units } = observation.rates;
    const { bins, scorer } = sight;
    const { grid60 } = scoreMaps(this.engine, rateMap, { units, bins }, findScorer(scorer));
    const changed = scorer !== this.last?.sight.scorer || bins !== this.last.sight.bins;
    this.looksSinceNoise = changed ? Number.POSITIVE_INFINITY : this.looksSinceNoise + 1;
    if (changed) this.smoothing = undefined;
    this.last = { sight, step, maps: rateMap };
    const best = bestOf(grid60, rateMap, bins ** 2);
    return { step, samples: observation.samples, ...sight, scores: Float32Array.from(grid60), best };
  }

  /** Whether noise should be matched before the next look. */
  get needsNoise(): boolean {
    return this.last !== undefined && this.looksSinceNoise >= this.looksPerNoise;
  }

  /** Scores noise as smooth as the maps of the last look. */
  matchNoise(): Noise {
    const { maps, step, sight } = this.last!;
    const { bins, scorer } = sight;
    this.looksSinceNoise = 0;
    this.looksPerNoise = Math.min(mostLooksPerNoise, 2 * this.looksPerNoise);
    const shape = { units: maps.length / bins ** 2, bins };
    const smoothing = matchedSmoothing(this.engine, maps, shape, { from: this.smoothing, rounds: 1 });
    this.smoothing = smoothing;
    if (smoothing === undefined) return { scores: new Float32Array(), step, ...sight };
    const options = { bins, smoothing, seed: this.walk.seed, units: noiseMaps };
    const { grid60 } = noiseNull(this.engine, findScorer(scorer), options);
    return { scores: Float32Array.from(grid60), step, ...sight };
  }

  private async observe(
    { bins }: Sight,
    breathe: () => Promise<boolean>,
  ): Promise<Pick<Observation, "rates" | "samples"> | undefined> {
    const observer = new Observer(this.engine, this.subject, { ...this.walk, bins, decoding: false });
    try {
      for (let first = 0; first < lookTrajectories; first += trajectoriesAtOnce) {
        observer.look(first, Math.min(trajectoriesAtOnce, lookTrajectories - first));
        if (!(await breathe())) return undefined;
      }
      return observer.finish();
    } finally {
      observer.free();
    }
  }
}

const bestOf = (grid60: Float64Array, maps: Float64Array, size: number): UnitMap[] =>
  bestUnits(grid60)
    .slice(0, mapsKept)
    .map((unit) => ({
      unit,
      score: grid60[unit]!,
      map: Float32Array.from(maps.subarray(unit * size, (unit + 1) * size)),
    }));
