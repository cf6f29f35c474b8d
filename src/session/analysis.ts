/**
 * What is computed of a source of activity, each thing once: for the command line, the shell, reports and figures alike. It
 * works in pieces, between which whoever asked may breathe.
 */

import { activeUnits } from "../analyse/activity.ts";
import { type BorderScore, borderScores } from "../analyse/border-score.ts";
import { type FourierPower, fourierPower } from "../analyse/fourier-power.ts";
import { type GridScores, joinedScores, scoreMaps } from "../analyse/grid-score.ts";
import { gridLattices, type Lattices } from "../analyse/grid-spacing.ts";
import { insideWalls } from "../analyse/inside-walls.ts";
import { joinedArrays } from "../analyse/joined-arrays.ts";
import type { MapMeasures } from "../analyse/map-measures.ts";
import { matchedNull, type NoiseNull, nullLattices } from "../analyse/null.ts";
import type { NullScores } from "../analyse/nulls/null-scores.ts";
import { type Observation, Observer } from "../analyse/observe.ts";
import { hiddenBins } from "../analyse/reachable-bins.ts";
import type { Scorer } from "../analyse/scorer.ts";
import { sourceMeasures } from "../analyse/source-measures.ts";
import { counted } from "../counted.ts";
import type { Engine } from "../engine/engine.ts";
import type { ActivitySource } from "../tasks/activity-source.ts";
import type { Levels, Metric } from "../tasks/experiment.ts";
import type { Look, Pace } from "./look.ts";
import { type MeasureMedians, measureMedians } from "./measure-medians.ts";
import { checkNull, nullScoresOf } from "./null-scores.ts";
import { type ReadoutStudy, readoutStudy } from "./readout-study.ts";

export type { Look, Pace } from "./look.ts";

/** A number that a source measures, and between what it lies where that is known. */
export interface Measured {
  readonly metric: Metric;
  readonly value: number;
  readonly levels: Levels | undefined;
}

/** All that `evaluate` says. */
export interface Evaluation {
  readonly step: number | null;
  readonly observation: Observation;
  readonly measured: readonly Measured[];
  readonly units: number;
  readonly activeUnits: number;
  readonly scorer: Scorer;
  readonly scores: GridScores;
  readonly medians: MeasureMedians;
  /** Undefined when no unit has a score and a map that varies. */
  readonly nullScores: NullScores | undefined;
}

const atOnce: Pace = { breathe: async () => {} };

const unitsAtOnce = 256;

export class Analysis {
  private readonly kept = new Map<string, Promise<unknown>>();

  constructor(
    readonly engine: Engine,
    readonly source: ActivitySource,
    /** Training steps done; null where nothing was trained. */
    private readonly step: number | null,
    private readonly pace: Pace = atOnce,
    /** The same network before its first step; undefined where there is no such other one. */
    private readonly untrained?: (() => ActivitySource) | undefined,
  ) {}

  /** Rate maps and activity along the paths of the request. */
  observation({ request, bins }: Look): Promise<Observation> {
    return this.once(["observation", request, bins], async () => {
      const readout = request.measuring !== false;
      const observer = new Observer(this.engine, this.source, { ...request, bins, readout });
      try {
        let seen = 0;
        for (const range of this.source.portions(request)) {
          observer.look(range);
          seen += range.trajectories;
          this.pace.progress?.(
            `running along ${counted(request.trajectories, "trajectory", "trajectories")}`,
            seen / request.trajectories,
          );
          await this.pace.breathe();
        }
        return observer.finish();
      } finally {
        this.pace.ended?.();
        observer.free();
      }
    });
  }

  /** Grid scores of the maps. */
  scores(look: Look): Promise<GridScores> {
    return this.once(["scores", { ...look, null: undefined }], async () => {
      const { units, binsX: bins, rateMap } = (await this.observation(look)).rates;
      const parts: GridScores[] = [];
      try {
        for (let first = 0; first < units; first += unitsAtOnce) {
          const count = Math.min(unitsAtOnce, units - first);
          const maps = rateMap.subarray(first * bins * bins, (first + count) * bins * bins);
          parts.push(scoreMaps(this.engine, maps, { units: count, bins }, look.scorer));
          this.pace.progress?.("scoring", (first + count) / units);
          await this.pace.breathe();
        }
      } finally {
        this.pace.ended?.();
      }
      return joinedScores(parts);
    });
  }

  /** Scores of noise as smooth as the maps, whichever null is asked for; undefined when no unit has a score and a map that varies. */
  noise(look: Look): Promise<NoiseNull | undefined> {
    return this.once(["noise", { ...look, null: undefined }], async () => {
      const { rates } = await this.observation(look);
      const { rateMap, units, binsX: bins } = rates;
      const { grid60 } = await this.scores(look);
      await this.pace.breathe();
      const hidden = hiddenBins(this.source, rates);
      const { seed } = look.request;
      return matchedNull(this.engine, look.scorer, rateMap, { units, bins }, grid60, seed, undefined, hidden);
    });
  }

  /** @throws UserError when the source has no null such as is asked for: to be told before it is looked at for long */
  checkNull(look: Look): void {
    checkNull(this.source, look, this.untrained !== undefined);
  }

  /** Scores of the null that is asked for; undefined when no unit has a score and a map that varies. */
  nullScores(look: Look): Promise<NullScores | undefined> {
    const kind = look.null?.kind ?? "smoothed-noise";
    if (kind === "smoothed-noise" && look.null?.shuffles === undefined) return this.noise(look);
    const { untrained } = this;
    const twin = untrained && (() => new Analysis(this.engine, untrained(), 0, this.pace));
    return this.once(["null", look], () => nullScoresOf(this, look, twin, this.pace));
  }

  /** Spacing and orientation of each unit's lattice, by the scorer's rule for unvisited bins. */
  lattices(look: Look): Promise<Lattices> {
    return this.once(["lattices", { ...look, null: undefined }], async () => {
      const { rateMap, units, binsX, binsY } = (await this.observation(look)).rates;
      const shape = { units, binsX, binsY };
      await this.pace.breathe();
      return gridLattices(this.engine, rateMap, shape, this.source.arena, look.scorer.unvisited);
    });
  }

  /** The same of the noise that `noise` scored. */
  nullLattices(look: Look): Promise<Lattices | undefined> {
    return this.once(["lattices of noise", { ...look, null: undefined }], async () => {
      const noise = await this.noise(look);
      await this.pace.breathe();
      return noise && nullLattices(this.engine, noise, this.source.arena);
    });
  }

  /** A round arena has no straight walls for a field to cover: no unit has a score. */
  borders(look: Look): Promise<readonly BorderScore[]> {
    return this.once(["borders", look.request, look.bins], async () => {
      const { rateMap, units, binsX, binsY } = (await this.observation(look)).rates;
      await this.pace.breathe();
      if (this.source.mapRule?.round) {
        return Array.from({ length: units }, () => ({
          score: Number.NaN,
          coverage: 0,
          distance: Number.NaN,
        }));
      }
      const { maps, shape, box } = insideWalls(rateMap, { units, binsX, binsY }, this.source);
      return borderScores(maps, shape, box);
    });
  }

  /** Information, coherence and what else is measured of each map. */
  measures(look: Look): Promise<MapMeasures> {
    return this.once(["measures", look.request, look.bins], async () => {
      const observation = await this.observation(look);
      const { units } = observation.rates;
      const parts: MapMeasures[] = [];
      for (let first = 0; first < units; first += unitsAtOnce) {
        await this.pace.breathe();
        const count = Math.min(unitsAtOnce, units - first);
        parts.push(sourceMeasures(this.source, observation, first, count));
      }
      return joinedArrays(parts);
    });
  }

  /** Power of each map at the six peaks of a hexagonal lattice. */
  fourier(look: Look): Promise<FourierPower> {
    return this.once(["fourier", look.request, look.bins], async () => {
      const { rateMap, units, binsX, binsY } = (await this.observation(look)).rates;
      const size = binsX * binsY;
      const parts: FourierPower[] = [];
      for (let first = 0; first < units; first += unitsAtOnce) {
        await this.pace.breathe();
        const count = Math.min(unitsAtOnce, units - first);
        const maps = rateMap.subarray(first * size, (first + count) * size);
        parts.push(fourierPower(maps, { units: count, binsX, binsY }, this.source.arena));
      }
      return joinedArrays(parts);
    });
  }

  /** Undefined where no place can be read out, or nothing is measured beside the activity. */
  readout(look: Look): Promise<ReadoutStudy | undefined> {
    return this.once(["readout", look.request], async () => {
      const { readout: errors } = await this.observation(look);
      const { engine, source, untrained, pace } = this;
      return errors && readoutStudy(engine, { source, untrained }, errors, look.request, pace);
    });
  }

  async evaluation(look: Look): Promise<Evaluation> {
    const observation = await this.observation(look);
    const scores = await this.scores(look);
    const levels = await this.once(["levels", look.request.seed], async () =>
      this.source.levels(look.request.seed),
    );
    return {
      ...{ step: this.step, observation, scores, scorer: look.scorer },
      medians: measureMedians(await this.measures(look), observation.movement),
      nullScores: await this.nullScores(look),
      measured: this.source.metrics.map((metric) => ({
        metric,
        value: observation.measured[metric.name] ?? Number.NaN,
        levels: levels[metric.name],
      })),
      units: this.source.units,
      activeUnits: activeUnits(observation.activity).length,
    };
  }

  /** What `make` gives, computed when first asked for. What failed or was given up is not kept. */
  private once<T>(key: readonly unknown[], make: () => Promise<T>): Promise<T> {
    const text = JSON.stringify(key, (_, part: unknown) => (isScorer(part) ? part.name : part));
    const known = this.kept.get(text);
    if (known) return known as Promise<T>;
    const made = make();
    this.kept.set(text, made);
    made.catch(() => this.kept.delete(text));
    return made;
  }
}

const isScorer = (value: unknown): value is Scorer =>
  typeof value === "object" && value !== null && "rings" in value && "name" in value;
