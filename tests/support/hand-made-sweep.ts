/** A sweep of lags from scores that a test writes down. */
import type { LagSweep } from "../../src/analyse/lags/lag-sweep.ts";

/** @param rows hexagonal scores, a list of units for each lag @param explained the same by explained variance; default: 0 */
export function handMadeSweep(
  lags: readonly number[],
  rows: readonly (readonly number[])[],
  { explained, cmPerStep = 2 }: { explained?: readonly (readonly number[])[]; cmPerStep?: number } = {},
): LagSweep {
  const units = rows[0]!.length;
  const of = (values: readonly (readonly number[])[]) => Float64Array.from(values.flat());
  const nothing = () => new Float64Array(lags.length * units);
  return {
    unitNumbers: Array.from({ length: units }, (_, unit) => unit),
    ...{ units, axis: "time", cmPerStep, samples: "each" },
    lags: Float64Array.from(lags),
    lagCm: Float64Array.from(lags, (lag) => lag * cmPerStep),
    pairs: new Float64Array(lags.length).fill(100),
    hexagonal: of(rows),
    square: nothing(),
    explainedVariance: explained ? of(explained) : nothing(),
    spatialInformation: nothing(),
  };
}
