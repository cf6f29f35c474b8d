/** Spatial autocorrelograms of rate maps. */
import type { Engine } from "../engine/engine.ts";
import { defineJob } from "../engine/job.ts";
import type { Kernels } from "../engine/kernels.ts";
import {
  checkBins,
  checkMaps,
  columnsOf,
  inRunsOfUnits,
  loadMaps,
  type MapShape,
  type Maps,
  rowsOf,
} from "./map-set.ts";
import type { Scorer } from "./scorer.ts";

/** How maps are correlated with themselves, in the order of `autocorrelate`. */
const rules = ["zero", "excluded", "whole-map"] as const;
export type AutocorrelogramRule = (typeof rules)[number];

/** That of a scorer. */
export const ruleOf = ({ unvisited, patches }: Pick<Scorer, "unvisited" | "patches">): AutocorrelogramRule =>
  patches === "whole-map" ? patches : unvisited;

/** As a number for the threads. */
export const numberOfRule = (rule: AutocorrelogramRule): number => rules.indexOf(rule);

/** Writes the autocorrelogram of one map; false, and nothing is written, when it does not vary. */
export function autocorrelate(
  kernels: Kernels,
  rule: number,
  map: number,
  result: number,
  scratch: number,
  rows: number,
  columns: number,
): boolean {
  return rules[rule] === "whole-map"
    ? kernels.wholeMapAutocorrelogram(map, result, scratch, rows, columns) !== 0
    : kernels.autocorrelogram(map, result, scratch, rows, columns, rule) !== 0;
}

const unitsPerBlock = 4;

const job = defineJob(
  import.meta.url,
  "autocorrelogram",
  ["maps", "results", "units", "rows", "columns", "rule"],
  ({ kernels, scratch }, block, a) => {
    const mapBytes = a.rows * a.columns * 8;
    const resultBytes = (2 * a.rows - 1) * (2 * a.columns - 1) * 8;
    const end = Math.min(a.units, (block + 1) * unitsPerBlock);
    for (let unit = block * unitsPerBlock; unit < end; unit++) {
      const result = a.results + unit * resultBytes;
      autocorrelate(kernels, a.rule, a.maps + unit * mapBytes, result, scratch, a.rows, a.columns);
    }
  },
);

/**
 * Autocorrelogram of each map: Pearson correlation with itself at each shift, over the overlapping bins.
 * Source: calculate_sac of google-deepmind/grid-cells, scores.py, with defined answers where that divides
 * round-off by round-off: 0 where a patch does not vary, and nothing beyond [-1, 1].
 * @param maps [units, y, x], NaN where unvisited
 * @param rule `zero`: unvisited bins are silent, as in the reference; `excluded`: correlate visited bins only; `whole-map`: those, about
 * the mean of the whole map, and scaled by shift 0 whatever overlaps
 * @returns [units, 2 rows - 1, 2 columns - 1], shift 0 in the middle; NaN throughout for a map that does not vary
 * @throws UserError when the length of `maps` does not fit, a rate is infinite, or there are too many bins
 */
export function autocorrelograms(
  engine: Engine,
  maps: Maps,
  shape: MapShape,
  rule: AutocorrelogramRule = "excluded",
): Float64Array {
  checkMaps(maps, shape);
  checkBins(shape);
  const [rows, columns] = [rowsOf(shape), columnsOf(shape)];
  const size = (2 * rows - 1) * (2 * columns - 1);
  const result = new Float64Array(shape.units * size);
  inRunsOfUnits(engine, shape.units, (size + rows * columns) * 8, (first, count) => {
    const input = engine.memory.allocate("float64", [count, rows, columns], "rate maps");
    const output = engine.memory.allocate("float64", [count, size], "autocorrelograms");
    loadMaps(maps, shape, first, count, input);
    output.view.fill(Number.NaN);
    engine.pool.run(
      job,
      Math.ceil(count / unitsPerBlock),
      {
        maps: input.pointer,
        results: output.pointer,
        units: count,
        rows,
        columns,
        rule: numberOfRule(rule),
      },
      engine.kernels.autocorrelogramScratchBytes(rows, columns),
    );
    result.set(output.view, first * size);
  });
  return result;
}
