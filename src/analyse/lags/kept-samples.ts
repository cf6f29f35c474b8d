/** All samples of a request, kept in the memory so that activity and places can be parted again and again. */
import type { Engine } from "../../engine/engine.ts";
import type { SharedArray } from "../../engine/shared-array.ts";
import type { ActivitySource, Portion } from "../../tasks/activity-source.ts";
import { BinAssignment } from "../bin-assignment.ts";
import { notFinite } from "../rate-map.ts";
import { pairBins } from "./lag-pairs.ts";
import type { LagOptions } from "./lag-sweep.ts";
import type { KnownMoments } from "./parted.ts";

/** Units whose activities lie side by side. */
export const together = 8;

/** The pairs at each lag, by bin; a moment is b * T + t. Free it when done. */
export class KeptPairs {
  readonly moments: number;
  readonly order: SharedArray<"int32">; // [L, moments]
  readonly starts: SharedArray<"int32">; // [L, bins + 1]
  readonly visits: SharedArray<"int32">; // [L, bins]
  /** By trajectory. */
  private readonly known: number[][] = [];
  private readonly assignment: BinAssignment;

  constructor(
    private readonly engine: Engine,
    private readonly source: ActivitySource,
    private readonly options: LagOptions,
  ) {
    const { trajectories, steps, lags, bins } = options;
    this.moments = trajectories * steps;
    const allocate = (width: number, label: string) =>
      engine.memory.allocateUnscoped("int32", [lags.length, width], label);
    this.order = allocate(this.moments, "samples by bin at each lag");
    this.starts = allocate(bins * bins + 1, "first samples of the bins");
    this.visits = allocate(bins * bins, "visits at each lag");
    this.order.view.fill(-1);
    this.assignment = new BinAssignment(engine, bins, bins, source.arena, "closed");
  }

  add(portion: Portion): void {
    const { memory } = this.engine;
    const { steps, from = 0, lags } = this.options;
    const { first, trajectories, samples } = portion;
    memory.scope(() => {
      const pairs = pairBins(this.engine, this.assignment, portion, this.source.arena, this.options).view;
      const [order, position] = [this.order.view, portion.position.view];
      for (let b = 0; b < trajectories; b++) {
        const start = (first - from + b) * steps;
        const known: number[] = [];
        for (let t = 0; t < steps; t++) {
          const sample = t * trajectories + b;
          if (!Number.isNaN(position[2 * sample]! + position[2 * sample + 1]!)) known.push(start + t);
          for (let lag = 0; lag < lags.length; lag++) {
            order[lag * this.moments + start + t] = pairs[lag * samples + sample]!;
          }
        }
        this.known[first - from + b] = known;
      }
    });
  }

  /** After the last portion: brings the pairs in order. */
  finish(): KnownMoments {
    const { memory, kernels } = this.engine;
    const bins = this.options.bins ** 2;
    this.visits.view.fill(0);
    memory.scope(() => {
      const row = memory.allocate("int32", this.moments, "bins of the samples at a lag");
      this.options.lags.forEach((_, lag) => {
        const order = this.order.pointer + lag * this.moments * 4;
        row.set(this.order.view.subarray(lag * this.moments, (lag + 1) * this.moments));
        kernels.sortByBin(
          row.pointer,
          this.visits.pointer + lag * bins * 4,
          this.starts.pointer + lag * (bins + 1) * 4,
          order,
          this.moments,
          bins,
        );
      });
    });
    return this.known.map((moments) => Int32Array.from(moments));
  }

  /** At each lag, after `finish`. */
  pairs(): Float64Array {
    const { lags, bins } = this.options;
    const starts = this.starts.view;
    return Float64Array.from(lags, (_, lag) => starts[lag * (bins ** 2 + 1) + bins ** 2]!);
  }

  free(): void {
    for (const array of [this.order, this.starts, this.visits]) array.free();
    this.assignment.free();
  }
}

/** Activities of some units at all moments, eight units side by side. Free it when done. */
export class KeptActivity {
  readonly blocks: SharedArray<"float32">; // [ceil(units / 8), moments, 8]
  readonly smallest: Float64Array;
  readonly units: number;

  constructor(
    engine: Engine,
    private readonly moments: number,
    private readonly steps: number,
    /** Their numbers. */
    private readonly unitNumbers: readonly number[],
  ) {
    this.units = unitNumbers.length;
    const count = Math.ceil(this.units / together);
    this.blocks = engine.memory.allocateUnscoped("float32", [count, moments, together], "activities");
    this.blocks.view.fill(0);
    this.smallest = new Float64Array(this.units).fill(Number.POSITIVE_INFINITY);
  }

  /**
   * @param first trajectory of the portion among all @param allUnits of the source
   * @throws UserError when a unit is not finite
   */
  add(engine: Engine, portion: Portion, first: number, allUnits: number): void {
    const { trajectories, samples } = portion;
    const activities = engine.memory.floats(portion.activities, samples * allUnits);
    const blocks = this.blocks.view;
    for (let sample = 0; sample < samples; sample++) {
      const b = first + (sample % trajectories);
      const moment = b * this.steps + Math.floor(sample / trajectories);
      for (let i = 0; i < this.units; i++) {
        const value = activities[sample * allUnits + this.unitNumbers[i]!]!;
        if (!Number.isFinite(value)) throw notFinite(this.unitNumbers[i]!);
        const block = Math.floor(i / together);
        blocks[(block * this.moments + moment) * together + (i % together)] = value;
        if (value < this.smallest[i]!) this.smallest[i] = value;
      }
    }
  }

  free(): void {
    this.blocks.free();
  }
}
