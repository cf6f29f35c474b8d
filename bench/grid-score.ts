import { scoreMaps } from "../src/analyse/grid-score.ts";
import { findScorer } from "../src/analyse/scorer.ts";
import { multiplyAddLoop } from "./ceilings.ts";
import { type Benchmark, fastest } from "./measure.ts";

export const mapShape = { units: 256, bins: 20 } as const;
const { units, bins } = mapShape;

/**
 * Multiply-adds that the products of one autocorrelogram cannot do without: the overlap of a map with itself, summed
 * over half of all shifts. In float64, whose vectors are half as long: as many float32 operations take half as long.
 */
const leastOperations = 2 * (bins ** 4 / 2);

/** [units, bins, bins], waves in three directions, a different scale and phase a unit. */
export function hexagonalMaps(): Float64Array {
  return Float64Array.from({ length: units * bins * bins }, (_, i) => {
    const unit = Math.floor(i / (bins * bins));
    const [x, y] = [i % bins, Math.floor(i / bins) % bins];
    const waveNumber = 0.6 + 0.6 * (unit / units);
    const wave = (degrees: number) => {
      const angle = (degrees * Math.PI) / 180;
      return Math.cos(waveNumber * (x * Math.cos(angle) + y * Math.sin(angle)) + unit);
    };
    return Math.max(0, wave(0) + wave(60) + wave(120));
  });
}

/** About four bins a map. */
function leaveUnvisited(maps: Float64Array): void {
  for (let i = 0; i < maps.length; i += 97) maps[i] = Number.NaN;
}

/** Both scores of all rings, on one core. */
const benchmark = (scorerName: string, unvisited: boolean): Benchmark => ({
  lines: [{ name: `grid score 20x20, ${scorerName}${unvisited ? ", gaps" : ""}`, unit: "units/s" }],
  measure: ({ one, pace }) => {
    const maps = hexagonalMaps();
    if (unvisited) leaveUnvisited(maps);
    const scorer = findScorer(scorerName);
    const score = () => scoreMaps(one, maps, { units, bins }, scorer).grid60.at(-1)!;
    const [took, loop] = fastest(pace, score, multiplyAddLoop(one, units * 2 * leastOperations));
    return [{ value: units / took, ceiling: units / loop }];
  },
});

export const gridScoreBenchmarks: readonly Benchmark[] = [
  benchmark("deepmind-code", false),
  benchmark("nan-aware", false),
  benchmark("nan-aware", true),
  benchmark("expanding-circle", false),
  benchmark("six-peaks", false),
  benchmark("six-peaks+elliptical", false),
];
