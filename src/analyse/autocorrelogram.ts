/** Spatial autocorrelograms of rate maps. */
import type { Engine } from "../engine/engine.ts";
import { defineJob } from "../engine/job.ts";
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

const unitsPerBlock = 4;

const job = defineJob(
  import.meta.url,
  "autocorrelogram",
  ["maps", "results", "units", "rows", "columns", "masked"],
  ({ kernels, scratch }, block, a) => {
    const mapBytes = a.rows * a.columns * 8;
    const resultBytes = (2 * a.rows - 1) * (2 * a.columns - 1) * 8;
    const end = Math.min(a.units, (block + 1) * unitsPerBlock);
    for (let unit = block * unitsPerBlock; unit < end; unit++) {
      const result = a.results + unit * resultBytes;
      kernels.autocorrelogram(a.maps + unit * mapBytes, result, scratch, a.rows, a.columns, a.masked);
    }
  },
);

/**
 * Autocorrelogram of each map: Pearson correlation with itself at each shift, over the overlapping bins.
 * Source: calculate_sac of google-deepmind/grid-cells, scores.py, with defined answers where that divides
 * round-off by round-off: 0 where a patch does not vary, and nothing beyond [-1, 1].
 * @param maps [units, y, x], NaN where unvisited
 * @param unvisited `zero`: those bins are silent, as in the reference; `excluded`: correlate visited bins only
 * @returns [units, 2 rows - 1, 2 columns - 1], shift 0 in the middle; NaN throughout for a map that does not vary
 * @throws UserError when the length of `maps` does not fit, a rate is infinite, or there are too many bins
 */
export function autocorrelograms(
  engine: Engine,
  maps: Maps,
  shape: MapShape,
  unvisited: Scorer["unvisited"] = "excluded",
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
        masked: unvisited === "excluded" ? 1 : 0,
      },
      engine.kernels.autocorrelogramScratchBytes(rows, columns),
    );
    result.set(output.view, first * size);
  });
  return result;
}
