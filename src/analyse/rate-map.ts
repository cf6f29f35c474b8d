/** Rate maps from a stream of positions and activities; no activity is kept. */
import type { Engine } from "../engine/engine.ts";
import { defineJob } from "../engine/job.ts";
import type { SharedArray } from "../engine/shared-array.ts";
import type { MapRule } from "../tasks/activity-source.ts";
import { UserError } from "../user-error.ts";
import { BinAssignment, type BinningRule } from "./bin-assignment.ts";
import { ruledMaps } from "./map-rule.ts";
import { addressOf, type Float32Source } from "./sample-source.ts";

export interface RateMapOptions {
  readonly units: number;
  /** Bins along x; along y as well unless `binsY` is given. */
  readonly bins: number;
  readonly binsY?: number | undefined;
  /** Size of the box in m; it is centred at 0. */
  readonly arena: { readonly width: number; readonly height: number };
  /** Default `closed`. */
  readonly rule?: BinningRule | undefined;
  /** How maps are made of the sums, with the seconds of a sample; undefined: plain means. */
  readonly maps?: (MapRule & { readonly dt: number }) | undefined;
}

export interface RateMaps {
  readonly units: number;
  readonly binsX: number;
  readonly binsY: number;
  /** Mean activity [units, y, x], row 0 at the bottom edge; NaN where never visited, or left out by the rule. */
  readonly rateMap: Float64Array;
  /** Number of samples [y, x]. */
  readonly occupancy: Int32Array;
  /** Samples outside the box, in no bin. */
  readonly dropped: number;
}

/** A block takes all units of a few bins: rows of activities are read whole, so that the memory delivers them in long runs. */
const sumsPerBlock = 8192;
const binsPerBlock = (units: number) => Math.ceil(sumsPerBlock / units);

const addRates = defineJob(
  import.meta.url,
  "rate-map",
  ["activities", "order", "starts", "sums", "bins", "units"],
  ({ kernels }, block, a) => {
    const first = block * binsPerBlock(a.units);
    const end = Math.min(a.bins, first + binsPerBlock(a.units));
    kernels.accumulateRates(a.activities, a.order, a.starts, a.sums, first, end, a.units);
  },
);

/**
 * Sums activities per bin. Sums are float64, in the order of the samples: the same bits for any number of workers
 * and however the samples are divided among calls of `add`. Free it when done.
 */
export class RateMapAccumulator {
  private readonly binsX: number;
  private readonly binsY: number;
  private readonly assignment: BinAssignment;
  /** [bins, units] */
  private readonly sums: SharedArray<"float64">;

  /** @throws UserError when sizes are not positive */
  constructor(
    private readonly engine: Engine,
    private readonly options: RateMapOptions,
  ) {
    const { units, bins, binsY = bins, arena, rule = "closed" } = options;
    this.binsX = bins;
    this.binsY = binsY;
    this.assignment = new BinAssignment(engine, bins, binsY, arena, rule);
    this.sums = engine.memory.allocateUnscoped("float64", [binsY, bins, units], "rate map sums");
    this.sums.view.fill(0);
  }

  /**
   * Adds samples.
   * @param positions [samples, 2] float32, x and y in m
   * @param activities [samples, units] float32
   */
  add(positions: Float32Source, activities: Float32Source, samples: number): void {
    const { units } = this.options;
    const from = addressOf(activities, samples * units, "activities");
    const bins = this.binsX * this.binsY;
    this.engine.memory.scope(() => {
      const { order, starts } = this.assignment.sort(addressOf(positions, samples * 2, "positions"), samples);
      this.engine.pool.run(addRates, Math.ceil(bins / binsPerBlock(units)), {
        activities: from,
        order: order.pointer,
        starts: starts.pointer,
        sums: this.sums.pointer,
        bins,
        units,
      });
    });
  }

  /**
   * The maps of all samples so far; more may be added afterwards.
   * @throws UserError when a unit was not finite somewhere
   */
  finish(): RateMaps {
    const { units, maps: rule, arena } = this.options;
    const { binsX, binsY } = this;
    const occupancy = this.assignment.occupancy();
    const bins = occupancy.length;
    const rateMap = new Float64Array(units * bins);
    const sums = this.sums.view;
    for (let bin = 0; bin < bins; bin++) {
      const visits = occupancy[bin]!;
      for (let unit = 0; unit < units; unit++) {
        const mean = visits > 0 ? sums[bin * units + unit]! / visits : Number.NaN;
        if (visits > 0 && !Number.isFinite(mean)) throw notFinite(unit);
        rateMap[unit * bins + bin] = mean;
      }
    }
    const { dropped } = this.assignment;
    if (rule) {
      const bad = sums.findIndex((sum) => !Number.isFinite(sum));
      if (bad >= 0) throw notFinite(bad % units);
      const grid = { binsX, binsY, width: arena.width, height: arena.height, dt: rule.dt };
      return {
        units,
        binsX,
        binsY,
        rateMap: ruledMaps(sums, occupancy, units, grid, rule),
        occupancy,
        dropped,
      };
    }
    return { units, binsX, binsY, rateMap, occupancy, dropped };
  }

  free(): void {
    this.sums.free();
    this.assignment.free();
  }
}

/** What to say of activity that is not finite. */
export function notFinite(unit: number): UserError {
  return new UserError(`unit ${unit} has activities that are not finite`, "check the network and its inputs");
}

/** The map of one unit. */
export interface RateMap {
  /** [rows, columns], a view into the maps: row 0 at the bottom edge, NaN where never visited. */
  readonly values: Float64Array;
  readonly rows: number;
  readonly columns: number;
}

/** @throws RangeError when there is no such unit */
export function mapOf({ units, binsX, binsY, rateMap }: RateMaps, unit: number): RateMap {
  if (!(Number.isInteger(unit) && unit >= 0 && unit < units)) {
    throw new RangeError(`there is no unit ${unit} in the maps of ${units} units`);
  }
  const size = binsX * binsY;
  return { values: rateMap.subarray(unit * size, (unit + 1) * size), rows: binsY, columns: binsX };
}

/** A copy with `value` where a bin was never visited; 0 is what the half-open reference has. */
export function fillUnvisited(rateMap: Float64Array, value = 0): Float64Array {
  return rateMap.map((rate) => (Number.isNaN(rate) ? value : rate));
}

/** Highest rate of each map; NaN where no bin was visited. */
export function peakRates(rates: RateMaps): Float64Array {
  return Float64Array.from({ length: rates.units }, (_, unit) => {
    const visited = mapOf(rates, unit).values.filter((rate) => !Number.isNaN(rate));
    return visited.length === 0 ? Number.NaN : visited.reduce((peak, rate) => Math.max(peak, rate));
  });
}
