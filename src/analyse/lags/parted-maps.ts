/** Maps of activity that has been parted from the places. */
import type { Engine } from "../../engine/engine.ts";
import type { SharedArray } from "../../engine/shared-array.ts";
import type { ActivitySource } from "../../tasks/activity-source.ts";
import { type KeptActivity, type KeptPairs, together } from "./kept-samples.ts";
import { partedBlock } from "./lag-jobs.ts";
import type { LagOptions } from "./lag-sweep.ts";
import { ruledLagMaps } from "./ruled-lag-maps.ts";

/** Of some units at all lags, in one shuffle after the other. Free it when done. */
export class PartedMaps {
  readonly maps: SharedArray<"float64">; // [L, units, bins]
  readonly explained: SharedArray<"float64">; // [L, units]
  readonly information: SharedArray<"float64">; // [L, units]
  private readonly source: SharedArray<"int32">; // [moments]
  private readonly squares: SharedArray<"float64">; // [ceil(units / 8), L, 8]
  private readonly smallest: SharedArray<"float64">; // [units]
  private readonly blocks: number;

  constructor(
    private readonly engine: Engine,
    private readonly options: LagOptions,
    private readonly kept: KeptPairs,
    private readonly activity: KeptActivity,
  ) {
    const { lags, bins } = options;
    const { units } = activity;
    const { memory } = engine;
    const numbers = (shape: number[], label: string) => memory.allocateUnscoped("float64", shape, label);
    this.blocks = lags.length * Math.ceil(units / together);
    this.source = memory.allocateUnscoped("int32", kept.moments, "sources of a shuffle");
    this.maps = numbers([lags.length, units, bins * bins], "maps of a shuffle");
    this.explained = numbers([lags.length, units], "explained variance of a shuffle");
    this.information = numbers([lags.length, units], "spatial information of a shuffle");
    this.squares = numbers([this.blocks, together], "squares of a shuffle");
    this.smallest = numbers([units], "smallest activities").set(activity.smallest);
  }

  /** @param source [moments]: whose activity stands at each moment */
  make(source: Int32Array, withInformation: boolean): void {
    const { kept, activity } = this;
    this.source.set(source);
    const { pool, kernels } = this.engine;
    const { lags, bins: side } = this.options;
    const bins = side * side;
    pool.run(
      partedBlock,
      this.blocks,
      {
        activities: activity.blocks.pointer,
        source: this.source.pointer,
        runs: kept.runs.pointer,
        runStarts: kept.runStarts.pointer,
        visits: kept.visits.pointer,
        squares: this.squares.pointer,
        smallest: this.smallest.pointer,
        maps: this.maps.pointer,
        explained: this.explained.pointer,
        information: withInformation ? this.information.pointer : 0,
        moments: kept.moments,
        lags: lags.length,
        bins,
        units: activity.units,
      },
      kernels.gatherScratchBytes(bins),
    );
  }

  /** By the rule of the source [L, units, y, x]; to be read before anything else is made. */
  ruled(source: Pick<ActivitySource, "mapRule" | "arena" | "dt">): Float64Array {
    const maps = this.maps.view;
    if (source.mapRule === undefined) return maps;
    const { lags, bins } = this.options;
    const length = this.activity.units * bins * bins;
    const result = new Float64Array(maps.length);
    const visits = this.kept.visits.view;
    lags.forEach((_, lag) => {
      const plain = maps.subarray(lag * length, (lag + 1) * length);
      const visited = visits.subarray(lag * bins * bins, (lag + 1) * bins * bins);
      result.set(ruledLagMaps(plain, visited, bins, source), lag * length);
    });
    return result;
  }

  free(): void {
    const { maps, explained, information, source, squares, smallest } = this;
    for (const array of [maps, explained, information, source, squares, smallest]) array.free();
  }
}
