/** Null maps of units, and their scores. */
import { mapNullScores } from "../src/analyse/nulls/map-null.ts";
import { inNullMaps, type MapNull, mapNulls } from "../src/analyse/nulls/null-maps.ts";
import { findScorer } from "../src/analyse/scorer.ts";
import type { Engine } from "../src/engine/engine.ts";
import { hexagonalMaps } from "./grid-score.ts";
import { type Benchmark, type Body, fastest } from "./measure.ts";

export const nullShape = { units: 16, bins: 20, shuffles: 128 } as const;
const { units, bins, shuffles } = nullShape;
export const nullSize = units * shuffles;
const box = { width: 2.2, height: 2.2 };

export const nullMaps = (): Float64Array => hexagonalMaps().slice(0, units * bins * bins);

/** Makes the null maps without scoring them. */
const made =
  (engine: Engine, maps: Float64Array, kind: MapNull): Body =>
  () => {
    let consumed = 0;
    inNullMaps(engine, maps, { kind, bins, shuffles, seed: 0 }, (found) => {
      consumed += found.view.at(-1)!;
    });
    return consumed;
  };

/** Makes and scores them: what `score --null` does. @param border whether border scores, too */
export const scored =
  (engine: Engine, maps: Float64Array, kind: MapNull, scorer: string, border: boolean): Body =>
  () => {
    const options = { kind, bins, shuffles, seed: 0, scorer: findScorer(scorer) };
    const { grid60 } = mapNullScores(engine, maps, { ...options, box: border ? box : undefined });
    return grid60.reduce((sum, score) => sum + score, 0);
  };

const benchmark = (kind: MapNull): Benchmark => ({
  lines: [
    { name: `null maps 20x20, ${kind}, 2 threads`, unit: "maps/s" },
    { name: `null scores 20x20, ${kind}, 2 threads`, unit: "maps/s" },
  ],
  measure: ({ two, pace }) => {
    const maps = nullMaps();
    const took = fastest(pace, made(two, maps, kind), scored(two, maps, kind, "nan-aware", true));
    return took.map((seconds) => ({ value: nullSize / seconds, ceiling: null }));
  },
});

export const nullBenchmarks: readonly Benchmark[] = mapNulls.map(benchmark);
