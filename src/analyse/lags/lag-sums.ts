/** Sums of the activities per lag and bin, of a stream of portions; no activity is kept. */
import type { Engine } from "../../engine/engine.ts";
import type { SharedArray } from "../../engine/shared-array.ts";
import type { MemoryNeed } from "../../memory-need.ts";
import type { PathPortion } from "../../tasks/activity-source.ts";
import type { Arena } from "../../world/arena.ts";
import { BinAssignment } from "../bin-assignment.ts";
import { notFinite } from "../rate-map.ts";
import { binsPerBlock, describeBlock, describeBlocks, squareBlock, sumBlock } from "./lag-jobs.ts";
import { type Pairing, pairBins } from "./lag-pairs.ts";

export interface LagSumOptions extends Pairing {
  readonly units: number;
  /** What the units are called in messages. */
  readonly unitNumbers: readonly number[];
  readonly bins: number;
  readonly arena: Arena;
}

/** What all units at one lag are told by; views into the memory, gone with the next lag. */
export interface LagMaps {
  /** Mean activity [units, y, x]; NaN where never visited. */
  readonly maps: Float64Array;
  /** [y, x] */
  readonly visits: Int32Array;
  readonly explainedVariance: Float64Array; // [units]
  readonly spatialInformation: Float64Array; // [units]
}

/** Arrays that live as long as the sums. */
export function lagSumNeeds(units: number, bins: number, lags: number): MemoryNeed[] {
  const settings = ["--bins", "--max-lag"];
  return [
    { label: "sums at each lag", bytes: lags * units * bins * bins * 8, settings },
    { label: "squares at each lag", bytes: 2 * lags * units * 8, settings },
    { label: "maps at one lag", bytes: (bins * bins + 2) * units * 8, settings: ["--bins"] },
  ];
}

/** The same bits for any number of workers. Free it when done. */
export class LagSums {
  private readonly assignment: BinAssignment;
  private readonly sums: SharedArray<"float64">; // [L, bins, units]
  private readonly visits: SharedArray<"int32">; // [L, bins]
  private readonly squares: SharedArray<"float64">; // [L, units], or [1, units]: the samples of all lags are the same
  private readonly smallest: SharedArray<"float64">; // as squares
  private readonly maps: SharedArray<"float64">; // [units, bins], of the last lag that was asked for
  private readonly explained: SharedArray<"float64">; // [units]
  private readonly information: SharedArray<"float64">; // [units]

  constructor(
    private readonly engine: Engine,
    private readonly options: LagSumOptions,
  ) {
    const { units, bins, lags, samples, arena } = options;
    const { memory } = engine;
    const filled = (shape: number[], value: number, label: string) => {
      const array = memory.allocateUnscoped("float64", shape, label);
      array.view.fill(value);
      return array;
    };
    const moments = samples === "equal" ? 1 : lags.length;
    this.assignment = new BinAssignment(engine, bins, bins, arena, "closed");
    this.sums = filled([lags.length, bins * bins, units], 0, "sums at each lag");
    this.squares = filled([moments, units], 0, "squares at each lag");
    this.smallest = filled([moments, units], Number.POSITIVE_INFINITY, "smallest at each lag");
    this.maps = filled([units, bins * bins], 0, "maps at a lag");
    this.explained = filled([units], 0, "explained variance");
    this.information = filled([units], 0, "spatial information");
    this.visits = memory.allocateUnscoped("int32", [lags.length, bins * bins], "visits at each lag");
    this.visits.view.fill(0);
  }

  /** @param activities address of [samples, units] float32 */
  add(portion: PathPortion, activities: number): void {
    const { memory, pool, kernels } = this.engine;
    const { lags, bins: side, arena, units } = this.options;
    const { samples } = portion;
    const bins = side * side;
    memory.scope(() => {
      const pairs = pairBins(this.engine, this.assignment, portion, arena, this.options).pointer;
      const order = memory.allocate("int32", [lags.length, samples], "samples by bin at each lag").pointer;
      const starts = memory.allocate("int32", [lags.length, bins + 1], "first samples of the bins").pointer;
      for (let lag = 0; lag < lags.length; lag++) {
        kernels.sortByBin(
          pairs + lag * samples * 4,
          this.visits.pointer + lag * bins * 4,
          starts + lag * (bins + 1) * 4,
          order + lag * samples * 4,
          samples,
          bins,
        );
      }
      const shared = { activities, order, starts, samples, bins, units };
      const perLag = Math.ceil(bins / binsPerBlock(units));
      pool.run(sumBlock, lags.length * perLag, { ...shared, sums: this.sums.pointer });
      pool.run(squareBlock, this.squares.shape[0]!, {
        ...shared,
        ...{ squares: this.squares.pointer, smallest: this.smallest.pointer },
      });
    });
  }

  /** Pairs so far at each lag. */
  pairs(): Float64Array {
    const { lags, bins } = this.options;
    const visits = this.visits.view;
    return Float64Array.from(lags, (_, lag) =>
      visits.subarray(lag * bins * bins, (lag + 1) * bins * bins).reduce((sum, count) => sum + count, 0),
    );
  }

  /**
   * Of all samples so far at the lag number `lag`.
   * @throws UserError when a unit was not finite in a pair
   */
  mapsAt(lag: number): LagMaps {
    this.checkFinite();
    const { units, bins: side } = this.options;
    const bins = side * side;
    const moments = (this.squares.shape[0] === 1 ? 0 : lag) * units * 8;
    this.engine.pool.run(describeBlock, describeBlocks(units), {
      sums: this.sums.pointer + lag * bins * units * 8,
      visits: this.visits.pointer + lag * bins * 4,
      squares: this.squares.pointer + moments,
      smallest: this.smallest.pointer + moments,
      maps: this.maps.pointer,
      explained: this.explained.pointer,
      information: this.information.pointer,
      bins,
      units,
    });
    return {
      maps: this.maps.view,
      visits: this.visits.view.subarray(lag * bins, (lag + 1) * bins),
      explainedVariance: this.explained.view,
      spatialInformation: this.information.view,
    };
  }

  private checkFinite(): void {
    const at = this.squares.view.findIndex((sum) => !Number.isFinite(sum));
    if (at < 0) return;
    const { units, unitNumbers } = this.options;
    throw notFinite(unitNumbers[at % units]!);
  }

  free(): void {
    const { sums, squares, smallest, maps, explained, information, visits } = this;
    for (const array of [sums, squares, smallest, maps, explained, information, visits]) array.free();
    this.assignment.free();
  }
}
