/** Grid scores of rate maps. */
import type { Engine } from "../engine/engine.ts";
import { defineJob } from "../engine/job.ts";
import type { SharedArray } from "../engine/shared-array.ts";
import { autocorrelate, numberOfRule, ruleOf } from "./autocorrelogram.ts";
import type { Ellipse } from "./ellipse.ts";
import { ellipsesOf, type Reading, undoing } from "./elliptical.ts";
import { checkMaps, inRunsOfUnits, loadMaps, type MapShape, type Maps, squareBins } from "./map-set.ts";
import { checkRings, type Ring, type RingSearch } from "./ring.ts";
import type { Scorer } from "./scorer.ts";
import { type SharedGeometry, sharedGeometry } from "./shared-geometry.ts";

export interface GridScores {
  /** Name of the scorer. */
  readonly scorer: string;
  readonly bins: number;
  /** Those of which the best counts; none where every map has its own. */
  readonly rings: readonly Ring[];
  /** Hexagonal score of each unit; NaN: no score, the map does not vary or has no ring. */
  readonly grid60: Float64Array;
  /** Square score of each unit. */
  readonly grid90: Float64Array;
  /** The ring in which `grid60` was reached; null where there is no score. */
  readonly ring60: readonly (Ring | null)[];
  readonly ring90: readonly (Ring | null)[];
  /** What was undone, in bins; null: nothing could be, and there is no score. Only of elliptical scorers. */
  readonly ellipses?: readonly (Ellipse | null)[];
}

const unitsPerBlock = 4;
/** Two scores, and the ring of each: its number, or its inner and outer radius in bins. */
const numbersPerUnit = 6;
const bytesPerReading = 24;

const searches: readonly RingSearch[] = ["six-peaks", "expanding-circle"];

const job = defineJob(
  import.meta.url,
  "grid-score",
  [
    ...(["maps", "scores", "units", "bins", "rule", "pearson", "minMax"] as const),
    ...(["scratchForImage", "search", "readings"] as const),
    ...(["offsets", "weights", "segments", "rings", "radii", "segmentCount", "ringCount"] as const),
  ],
  ({ kernels, scratch }, block, a) => {
    const mapBytes = a.bins * a.bins * 8;
    const stretched = scratch + a.scratchForImage;
    const work = stretched + a.scratchForImage;
    const end = Math.min(a.units, (block + 1) * unitsPerBlock);
    for (let unit = block * unitsPerBlock; unit < end; unit++) {
      const map = a.maps + unit * mapBytes;
      if (!autocorrelate(kernels, a.rule, map, scratch, work, a.bins, a.bins)) continue;
      const reading = a.readings + unit * bytesPerReading;
      if (a.readings > 0 && !kernels.stretchImage(scratch, stretched, work, 2 * a.bins - 1, reading))
        continue;
      const image = a.readings > 0 ? stretched : scratch;
      const scores = a.scores + unit * numbersPerUnit * 8;
      // biome-ignore format: the tables on one line
      if (a.search < 0) {
        kernels.gridScore(
          image, scores, work,
          a.offsets, a.weights, a.segments, a.rings, a.segmentCount, a.ringCount,
          a.bins, a.pearson, a.minMax,
        );
      } else {
        const scoreOf = searches[a.search] === "six-peaks" ? kernels.sixPeaksScore : kernels.expandingCircleScore;
        scoreOf(
          image, scores, work,
          a.offsets, a.weights, a.segments, a.radii, a.segmentCount,
          a.bins, a.pearson, a.minMax,
        );
      }
    }
  },
);

/**
 * Scores each map: autocorrelogram, its turns, and the best ring for 60 and for 90 degrees. The two choose their
 * rings independently; the first ring wins a tie. Or the one ring, or the one middle field, that the map has. Same result for any number of workers.
 * @param maps [units, y, x] square, NaN where unvisited
 * @param rings instead of the scorer's own
 * @throws UserError when maps are not square, do not fit their shape, hold an infinite rate, or a ring is impossible
 */
export function scoreMaps(
  engine: Engine,
  maps: Maps,
  shape: MapShape,
  scorer: Scorer,
  rings: Scorer["rings"] = scorer.rings,
): GridScores {
  checkMaps(maps, shape);
  const fixed = typeof rings === "string" ? undefined : rings;
  if (fixed) checkRings(fixed);
  const bins = squareBins(shape);
  const geometry = sharedGeometry(engine, bins, fixed, scorer.innerEdge);
  const grid60 = new Float64Array(shape.units);
  const grid90 = new Float64Array(shape.units);
  const ring60: (Ring | null)[] = [];
  const ring90: (Ring | null)[] = [];
  const ellipses: (Ellipse | null)[] = [];
  inRunsOfUnits(engine, shape.units, bins * bins * 8, (first, count) => {
    const input = engine.memory.allocate("float64", [count, bins, bins], "rate maps");
    const output = engine.memory.allocate("float64", [count, numbersPerUnit], "grid scores");
    loadMaps(maps, shape, first, count, input);
    output.view.fill(Number.NaN);
    const found = scorer.elliptical && ellipsesOf(engine, input.view.slice(), { units: count, bins }, scorer);
    ellipses.push(...(found ?? []));
    const readings =
      found &&
      shareReadings(
        engine,
        found.map((ellipse) => ellipse && undoing(ellipse)),
      );
    const pointers = { maps: input.pointer, scores: output.pointer, readings: readings?.pointer ?? 0 };
    runJob(engine, { ...scorer, rings }, geometry, bins, count, pointers);
    const numbers = output.view;
    for (let i = 0; i < count; i++) {
      grid60[first + i] = numbers[i * numbersPerUnit]!;
      grid90[first + i] = numbers[i * numbersPerUnit + 1]!;
      const at = i * numbersPerUnit + 2;
      if (fixed) {
        ring60.push(fixed[numbers[at]!] ?? null);
        ring90.push(fixed[numbers[at + 1]!] ?? null);
      } else {
        ring60.push(ringBetween(numbers[at]!, numbers[at + 1]!, bins));
        ring90.push(ringBetween(numbers[at + 2]!, numbers[at + 3]!, bins));
      }
    }
  });
  const scores = { scorer: scorer.name, bins, rings: fixed ?? [], grid60, grid90, ring60, ring90 };
  return scorer.elliptical ? { ...scores, ellipses } : scores;
}

/** NaN where there is nothing to undo. @returns [units, 3] */
function shareReadings(engine: Engine, readings: readonly (Reading | null)[]): SharedArray<"float64"> {
  const none = [Number.NaN, Number.NaN, Number.NaN];
  return engine.memory
    .allocate("float64", [readings.length, 3], "ellipses")
    .set(Float64Array.from(readings.flatMap((reading) => reading ?? none)));
}

/** From radii in bins; null where there is no score. */
const ringBetween = (inner: number, outer: number, bins: number): Ring | null =>
  Number.isNaN(inner) ? null : [inner / bins, outer / bins];

function runJob(
  engine: Engine,
  scorer: Pick<Scorer, "rings" | "unvisited" | "patches" | "correlation" | "form">,
  geometry: SharedGeometry,
  bins: number,
  units: number,
  pointers: Readonly<Record<"maps" | "scores" | "readings", number>>,
): void {
  const { kernels } = engine;
  const size = 2 * bins - 1;
  const scratchForImage = Math.ceil((size * size * 8) / 64) * 64;
  const work = Math.max(
    kernels.autocorrelogramScratchBytes(bins, bins),
    kernels.gridScoreScratchBytes(bins, geometry.segmentCount),
    kernels.searchedScoreScratchBytes(bins, geometry.segmentCount),
    kernels.stretchScratchBytes(size),
  );
  engine.pool.run(
    job,
    Math.ceil(units / unitsPerBlock),
    {
      ...pointers,
      units,
      bins,
      rule: numberOfRule(ruleOf(scorer)),
      pearson: scorer.correlation === "pearson" ? 1 : 0,
      minMax: scorer.form === "min-max" ? 1 : 0,
      scratchForImage,
      search: typeof scorer.rings === "string" ? searches.indexOf(scorer.rings) : -1,
      offsets: geometry.offsets,
      weights: geometry.weights,
      segments: geometry.segments,
      rings: geometry.rings,
      radii: geometry.radii,
      segmentCount: geometry.segmentCount,
      ringCount: geometry.ringCount,
    },
    2 * scratchForImage + work,
  );
}

/** The scores of consecutive runs of units as one. */
export function joinedScores(parts: readonly GridScores[]): GridScores {
  const [first] = parts as readonly [GridScores, ...GridScores[]];
  const all = (name: "grid60" | "grid90") => {
    const whole = new Float64Array(parts.reduce((sum, part) => sum + part[name].length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part[name], at);
      at += part[name].length;
    }
    return whole;
  };
  return {
    ...first,
    ...{ grid60: all("grid60"), grid90: all("grid90") },
    ring60: parts.flatMap(({ ring60 }) => ring60),
    ring90: parts.flatMap(({ ring90 }) => ring90),
    ...(first.ellipses && { ellipses: parts.flatMap(({ ellipses }) => ellipses ?? []) }),
  };
}
