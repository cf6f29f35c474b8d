/** Maps without a shift of a few units of a study, for its pictures. */
import { autocorrelograms } from "../../../analyse/autocorrelogram.ts";
import { scoreMaps } from "../../../analyse/grid-score.ts";
import { zeroRow } from "../../../analyse/lags/best-lag.ts";
import type { LagOptions } from "../../../analyse/lags/lag-sweep.ts";
import { sweepLags } from "../../../analyse/lags/sweep-lags.ts";
import type { Grid } from "../../../draw/grid.ts";
import type { Engine } from "../../../engine/engine.ts";
import type { Pace } from "../../../session/analysis.ts";
import type { ActivitySource } from "../../../tasks/activity-source.ts";
import { mappedUnits } from "./lag-pictures.ts";
import type { LagResults, ResultMaps } from "./lag-results.ts";

/**
 * By the same samples as all lags, in one more pass over these units alone.
 * @param options of the sweep of the results
 */
export async function resultMaps(
  engine: Engine,
  source: ActivitySource,
  options: LagOptions,
  results: LagResults,
  pace?: Pace,
): Promise<ResultMaps | undefined> {
  const shown = mappedUnits(results).sort((a, b) => a - b);
  if (shown.length === 0) return undefined;
  const only = shown.map((unit) => results.unitNumbers?.[unit] ?? unit);
  const sweep = await sweepLags(engine, source, { ...options, only, keepMaps: true }, pace);
  const { bins, scorer } = options;
  const size = bins * bins;
  const start = zeroRow(sweep) * only.length * size;
  const maps = sweep.maps!.slice(start, start + only.length * size);
  const { grid60, ring60 } = scoreMaps(engine, maps, { units: only.length, bins }, scorer);
  const { arena } = source;
  const valuesOf = (unit: number) =>
    maps.subarray(shown.indexOf(unit) * size, (shown.indexOf(unit) + 1) * size);
  const rateMap = (unit: number): Grid => ({ values: valuesOf(unit), rows: bins, columns: bins });
  return {
    ...{ arena, rateMap },
    pair: (unit) => {
      const i = shown.indexOf(unit);
      const ring = ring60[i];
      if (!ring) return undefined;
      const values = autocorrelograms(engine, valuesOf(unit), { units: 1, bins }, scorer.unvisited);
      const autocorrelogram = { values, rows: 2 * bins - 1, columns: 2 * bins - 1 };
      return { unit: only[i]!, score: grid60[i]!, rateMap: rateMap(unit), autocorrelogram, arena, ring };
    },
  };
}
