/** Rate maps of activity that is put to other places of the same paths: many shuffles in one pass over the activity. */
import type { Engine } from "../../engine/engine.ts";
import { type MemoryNeed, onHeap, requireMemory } from "../../memory-need.ts";
import {
  type ActivityRequest,
  type ActivitySource,
  inPaths,
  type Portion,
  type TrajectoryRange,
} from "../../tasks/activity-source.ts";
import { RateMapAccumulator } from "../rate-map.ts";
import { requireSeveral, requireTimeShifts, timeShifts, trajectoryShifts } from "./shifts.ts";

export type ShiftNull = "time-shift" | "trajectory-shift";

export interface ShiftOptions {
  readonly kind: ShiftNull;
  readonly request: ActivityRequest;
  readonly bins: number;
  readonly seed: number;
}

const bytesAtOnce = 256 * 2 ** 20;

/** Shuffles whose sums are kept at once: bounds the memory, not the result. */
export const shufflesAtOnce = (units: number, bins: number): number =>
  Math.max(1, Math.floor(bytesAtOnce / (units * bins * bins * 8)));

/**
 * Shuffles `first` … `first + count - 1`. `time-shift`: within each trajectory, activity goes to the place `timeShifts` steps later, around
 * the end, each trajectory by its own; samples of unknown place are cut out before. `trajectory-shift`: activity goes to the path of a trajectory some further on, step by step, all by
 * the same number. Maps are made as those of the units are. Look at every portion, then take the maps; free it when done.
 */
export class ShiftedMaps {
  private readonly maps: RateMapAccumulator[] = [];
  /** All positions [trajectories, steps, 2], where trajectories are exchanged. */
  private readonly paths: Float32Array | undefined;

  /** @throws UserError when trajectories are too short or too few, or the memory is */
  constructor(
    private readonly engine: Engine,
    private readonly source: ActivitySource,
    private readonly options: ShiftOptions,
    private readonly first: number,
    private readonly count: number,
  ) {
    const { units, arena, dt, mapRule } = source;
    const { kind, request, bins } = options;
    if (kind === "time-shift") requireTimeShifts(request, dt, first + count);
    else requireSeveral(request.trajectories, first + count);
    requireMemory({
      what: `shifting the activity of ${units} units`,
      needs: shiftNeeds(units, options, count),
      memory: engine.memory,
    });
    this.paths = kind === "trajectory-shift" ? this.allPaths() : undefined;
    const maps = mapRule && { ...mapRule, dt };
    for (let i = 0; i < count; i++) {
      this.maps.push(new RateMapAccumulator(engine, { units, bins, arena, maps }));
    }
  }

  look(range: TrajectoryRange): void {
    this.source.read({ ...this.options.request, measuring: false }, range, (portion) => this.add(portion));
  }

  /** Maps [units, bins, bins] of the shuffle with this number. */
  mapsOf(shuffle: number): Float64Array {
    return this.maps[shuffle - this.first]!.finish().rateMap;
  }

  free(): void {
    for (const map of this.maps) map.free();
  }

  private add(portion: Portion): void {
    const { samples, activities } = portion;
    const partner = this.paths ? this.exchanged(portion, this.paths) : this.rolled(portion);
    this.engine.memory.scope(() => {
      const places = this.engine.memory.allocate("float32", [samples, 2], "shifted places");
      this.maps.forEach((map, i) => {
        partner(this.first + i, places.view);
        map.add(places, activities, samples);
      });
    });
  }

  /** Writes the places of a shuffle [steps, trajectories, 2]. */
  private rolled({ first, trajectories, position }: Portion): (shuffle: number, into: Float32Array) => void {
    const { steps } = this.options.request;
    const shuffles = this.first + this.count;
    const places = position.toArray();
    const known = Array.from({ length: trajectories }, (_, b) =>
      knownSamples(places, b, trajectories, steps),
    );
    const range = { seed: this.options.seed, first, steps: known.map(({ length }) => length) };
    const shifts = timeShifts(this.engine, range, { shuffles, dt: this.source.dt });
    return (shuffle, into) => {
      into.fill(Number.NaN);
      known.forEach((samples, trajectory) => {
        const shift = shifts[trajectory * shuffles + shuffle]!;
        for (let i = 0; i < samples.length; i++) {
          const [from, to] = [2 * samples[(i + shift) % samples.length]!, 2 * samples[i]!];
          into[to] = places[from]!;
          into[to + 1] = places[from + 1]!;
        }
      });
    };
  }

  private exchanged(
    { first, trajectories, position }: Portion,
    paths: Float32Array,
  ): (shuffle: number, into: Float32Array) => void {
    const places = position.toArray();
    const { request, seed } = this.options;
    const { steps, trajectories: all, from = 0 } = request;
    const shifts = trajectoryShifts(this.engine, seed, all, this.first + this.count);
    return (shuffle, into) => {
      for (let trajectory = 0; trajectory < trajectories; trajectory++) {
        const other = (first - from + trajectory + shifts[shuffle]!) % all;
        for (let step = 0; step < steps; step++) {
          const at = 2 * (other * steps + step);
          const to = 2 * (step * trajectories + trajectory);
          // A sample that counts nowhere has no activity to give.
          const counts = !Number.isNaN(places[to]!);
          into[to] = counts ? paths[at]! : Number.NaN;
          into[to + 1] = counts ? paths[at + 1]! : Number.NaN;
        }
      }
    };
  }

  private allPaths(): Float32Array {
    const { request } = this.options;
    const { steps, trajectories: all, from = 0 } = request;
    const paths = new Float32Array(2 * all * steps);
    inPaths(this.source, request, ({ first, trajectories, position }) => {
      const places = position.view;
      for (let trajectory = 0; trajectory < trajectories; trajectory++) {
        for (let step = 0; step < steps; step++) {
          const at = 2 * (step * trajectories + trajectory);
          const to = 2 * ((first - from + trajectory) * steps + step);
          paths[to] = places[at]!;
          paths[to + 1] = places[at + 1]!;
        }
      }
    });
    return paths;
  }
}

/** Samples of trajectory `b` whose place is known, in their order. */
function knownSamples(places: Float32Array, b: number, trajectories: number, steps: number): number[] {
  const known: number[] = [];
  for (let step = 0; step < steps; step++) {
    const sample = step * trajectories + b;
    if (!Number.isNaN(places[2 * sample]!)) known.push(sample);
  }
  return known;
}

function shiftNeeds(units: number, { kind, request, bins }: ShiftOptions, count: number): MemoryNeed[] {
  const sums = count * units * bins * bins * 8;
  return [
    { label: "sums of the shifted maps", bytes: sums, settings: ["--bins"] },
    onHeap("positions", kind === "time-shift" ? 0 : 8 * request.trajectories * request.steps, [
      "--trajectories",
    ]),
  ];
}
