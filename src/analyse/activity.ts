/** Which units are active, and how much of the activity is not zero; no activity is kept. */
import type { Engine } from "../engine/engine.ts";
import { defineJob } from "../engine/job.ts";
import type { SharedArray } from "../engine/shared-array.ts";
import { addressOf, type Float32Source } from "./sample-source.ts";

export interface Activity {
  readonly samples: number;
  /** Mean activity of each unit. */
  readonly mean: Float64Array;
  /** Largest activity of each unit; -Infinity without samples. */
  readonly largest: Float64Array;
  /** Smallest activity of each unit; Infinity without samples. */
  readonly smallest: Float64Array;
  /** Share of samples in which each unit was not zero. */
  readonly unitDensity: Float64Array;
  /** Share of all activities that were not zero. */
  readonly density: number;
}

/** Units one block takes. */
const unitsPerBlock = 64;

const addActivity = defineJob(
  import.meta.url,
  "activity",
  ["activities", "sums", "active", "largest", "smallest", "samples", "units"],
  ({ kernels }, block, a) => {
    const first = block * unitsPerBlock;
    kernels.accumulateActivity(
      a.activities + first * 4,
      a.sums + first * 8,
      a.active + first * 8,
      a.largest + first * 8,
      a.smallest + first * 8,
      a.samples,
      Math.min(unitsPerBlock, a.units - first),
      a.units,
    );
  },
);

/** Sums over a stream of activities; the same bits for any number of workers. Free it when done. */
export class ActivityAccumulator {
  private readonly sums: SharedArray<"float64">;
  private readonly active: SharedArray<"float64">;
  private readonly largest: SharedArray<"float64">;
  private readonly smallest: SharedArray<"float64">;
  private samples = 0;

  constructor(
    private readonly engine: Engine,
    readonly units: number,
  ) {
    const filled = (value: number, label: string) => {
      const array = engine.memory.allocateUnscoped("float64", units, label);
      array.view.fill(value);
      return array;
    };
    this.sums = filled(0, "sums of activity");
    this.active = filled(0, "counts of activity");
    this.largest = filled(-Infinity, "largest activities");
    this.smallest = filled(Infinity, "smallest activities");
  }

  /** @param activities [samples, units] float32 */
  add(activities: Float32Source, samples: number): void {
    this.engine.pool.run(addActivity, Math.ceil(this.units / unitsPerBlock), {
      activities: addressOf(activities, samples * this.units, "activities"),
      sums: this.sums.pointer,
      active: this.active.pointer,
      largest: this.largest.pointer,
      smallest: this.smallest.pointer,
      samples,
      units: this.units,
    });
    this.samples += samples;
  }

  /** NaN where nothing was added. */
  finish(): Activity {
    const { samples, units } = this;
    const unitDensity = this.active.toArray().map((count) => count / samples);
    return {
      samples,
      mean: this.sums.toArray().map((sum) => sum / samples),
      largest: this.largest.toArray(),
      smallest: this.smallest.toArray(),
      unitDensity,
      density: unitDensity.reduce((sum, share) => sum + share, 0) / units,
    };
  }

  free(): void {
    this.sums.free();
    this.active.free();
    this.largest.free();
    this.smallest.free();
  }
}

/** Units whose mean activity exceeds `threshold`; without one, units that were ever above zero. */
export function activeUnits(activity: Activity, threshold?: number): number[] {
  const values = threshold === undefined ? activity.largest : activity.mean;
  const limit = threshold ?? 0;
  return [...values.keys()].filter((unit) => values[unit]! > limit);
}
