/** How much of a null is taken together, and what memory that takes. */
import { type MemoryNeed, oneArray, onHeap } from "../../memory-need.ts";
import { together } from "./kept-samples.ts";
import type { LagNullOptions } from "./lag-null.ts";
import type { LagOptions } from "./lag-sweep.ts";

/** What one run of units may take; more units are taken one run after the other, each with a pass over the source. */
const usualRunBytes = 2 ** 28;

const bytesPerUnit = ({ trajectories, steps, lags, bins }: LagOptions, wanted: LagNullOptions): number =>
  4 * trajectories * steps + 8 * lags.length * (bins ** 2 + 4) + valuesPerUnit(lags.length, wanted);

const valuesPerUnit = (lags: number, { shuffles, estimators }: LagNullOptions): number =>
  4 * shuffles * lags * estimators.length;

/** Units of one run: a multiple of eight, or all. */
export function unitsAtOnce(options: LagOptions, wanted: LagNullOptions, units: number): number {
  const fitting =
    Math.floor((options.runBytes ?? usualRunBytes) / bytesPerUnit(options, wanted) / together) * together;
  return Math.min(units, Math.max(together, fitting));
}

/** @param whole whether the values of all units are kept to the end */
export function nullNeeds(
  options: LagOptions,
  wanted: LagNullOptions,
  units: number,
  whole: boolean,
): MemoryNeed[] {
  const { lags, trajectories, steps, bins } = options;
  const { shuffles, estimators } = wanted;
  const run = unitsAtOnce(options, wanted, units);
  const values = valuesPerUnit(lags.length, wanted);
  const settings = ["--shuffles", "--max-lag"];
  return [
    {
      label: "activities and maps of a shuffle",
      bytes: run * (bytesPerUnit(options, wanted) - values),
      settings: ["--trajectories", "--steps"],
    },
    {
      label: "pairs at each lag",
      bytes: 16 * lags.length * trajectories * steps + 4 * lags.length * bins ** 2,
      settings: ["--trajectories", "--steps", "--max-lag"],
    },
    oneArray("values of the shuffles", ((whole ? units : run) * values) / estimators.length, settings),
    onHeap(
      "values by other estimators",
      (whole ? units : run) * values * (1 - 1 / estimators.length),
      settings,
    ),
    oneArray("best values of the shuffles", 4 * shuffles * units * estimators.length, settings),
  ];
}
