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

/**
 * The places of all moments at each lag, as runs of moments that stay in a bin: bin, first moment and the one after the last. A moment is
 * b * T + t. Free it when done.
 */
export class KeptPairs {
  readonly moments: number;
  readonly visits: SharedArray<"int32">; // [L, bins]
  readonly runStarts: SharedArray<"int32">; // [L + 1]: number of the first run
  private found: SharedArray<"int32"> | undefined;
  /** Of every moment at each lag, until all are there; -1: no pair. */
  private readonly bins: Int32Array; // [L, moments]
  /** By trajectory. */
  private readonly known: number[][] = [];
  private readonly assignment: BinAssignment;

  constructor(
    private readonly engine: Engine,
    private readonly source: ActivitySource,
    private readonly options: LagOptions,
  ) {
    const { trajectories, steps, lags, bins } = options;
    const { memory } = engine;
    this.moments = trajectories * steps;
    this.bins = new Int32Array(lags.length * this.moments).fill(-1);
    this.visits = memory.allocateUnscoped("int32", [lags.length, bins * bins], "visits at each lag");
    this.runStarts = memory.allocateUnscoped("int32", lags.length + 1, "first runs of the lags");
    this.assignment = new BinAssignment(engine, bins, bins, source.arena, "closed");
  }

  /** [, 3], after `finish`. */
  get runs(): SharedArray<"int32"> {
    return this.found!;
  }

  add(portion: Portion): void {
    const { memory } = this.engine;
    const { steps, from = 0, lags } = this.options;
    const { first, trajectories, samples } = portion;
    memory.scope(() => {
      const pairs = pairBins(this.engine, this.assignment, portion, this.source.arena, this.options).view;
      const position = portion.position.view;
      for (let b = 0; b < trajectories; b++) {
        const start = (first - from + b) * steps;
        const known: number[] = [];
        for (let t = 0; t < steps; t++) {
          const sample = t * trajectories + b;
          if (!Number.isNaN(position[2 * sample]! + position[2 * sample + 1]!)) known.push(start + t);
          for (let lag = 0; lag < lags.length; lag++) {
            this.bins[lag * this.moments + start + t] = pairs[lag * samples + sample]!;
          }
        }
        this.known[first - from + b] = known;
      }
    });
  }

  /** After the last portion. */
  finish(): KnownMoments {
    const { lags, bins: side } = this.options;
    const bins = side * side;
    const rows = lags.map((_, lag) => this.bins.subarray(lag * this.moments, (lag + 1) * this.moments));
    let count = 0;
    rows.forEach((row, lag) => {
      this.runStarts.view[lag] = count;
      inRuns(row, () => count++);
    });
    this.runStarts.view[lags.length] = count;
    this.found = this.engine.memory.allocateUnscoped("int32", [count, 3], "runs within bins");
    const [runs, visits] = [this.found.view, this.visits.view.fill(0)];
    let at = 0;
    rows.forEach((row, lag) => {
      inRuns(row, (bin, first, end) => {
        visits[lag * bins + bin]! += end - first;
        runs.set([bin, first, end], at);
        at += 3;
      });
    });
    return this.known.map((moments) => Int32Array.from(moments));
  }

  /** At each lag, after `finish`. */
  pairs(): Float64Array {
    const { lags, bins } = this.options;
    const visits = this.visits.view;
    return Float64Array.from(lags, (_, lag) =>
      visits.subarray(lag * bins ** 2, (lag + 1) * bins ** 2).reduce((sum, count) => sum + count, 0),
    );
  }

  free(): void {
    for (const array of [this.visits, this.runStarts, this.found]) array?.free();
    this.assignment.free();
  }
}

/** Calls `body` for each run of equal bins that are not -1. */
function inRuns(row: Int32Array, body: (bin: number, first: number, end: number) => void): void {
  for (let first = 0; first < row.length; ) {
    const bin = row[first]!;
    let end = first + 1;
    while (row[end] === bin) end++;
    if (bin >= 0) body(bin, first, end);
    first = end;
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
