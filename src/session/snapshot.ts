/** What is sent of a network while it trains. */

/** How its maps are to be scored. */
export interface WantedScoring {
  readonly scorer: string;
  /** Undefined: as many as the scorer is made for, or as usual. */
  readonly bins: number | undefined;
}

/** How its maps are scored. */
export interface Scoring extends WantedScoring {
  readonly scorer: string;
  readonly bins: number;
}

/** A unit and its rate map. */
export interface UnitMap {
  readonly unit: number;
  readonly score: number;
  /** [bins, bins], row 0 at the bottom, NaN where unvisited. */
  readonly map: Float32Array;
}

/** Hexagonal scores of noise as smooth as the maps were at `step`. */
export interface NoiseScores extends Scoring {
  /** Empty when no map varied: there was nothing to match. */
  readonly scores: Float32Array;
  readonly step: number;
}

export interface Snapshot extends Scoring {
  readonly step: number;
  readonly samples: number;
  /** Hexagonal score of each unit; NaN: none. */
  readonly scores: Float32Array;
  /** By falling score. */
  readonly best: readonly UnitMap[];
}

/** The maps of a network at one step, and how they score. */
export interface ScoredMaps extends Scoring {
  readonly step: number;
  readonly samples: number;
  readonly units: number;
  /** [units, bins, bins], row 0 at the bottom, NaN where unvisited. */
  readonly maps: Float64Array;
  /** Hexagonal and square score of each unit; NaN: none. */
  readonly grid60: Float64Array;
  readonly grid90: Float64Array;
}
