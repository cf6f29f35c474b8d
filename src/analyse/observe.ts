/** Rate maps and activity of all units along paths; no activity is kept. */
import type { Engine } from "../engine/engine.ts";
import { type MemoryNeed, oneArray, requireMemory } from "../memory-need.ts";
import {
  type ActivityRequest,
  type ActivitySource,
  inPortions,
  type Portion,
  type TrajectoryRange,
} from "../tasks/activity-source.ts";
import { type Activity, ActivityAccumulator } from "./activity.ts";
import { inKnownSamples } from "./known-samples.ts";
import { MovementAccumulator, type MovementScores, movementBytes } from "./movement.ts";
import { RateMapAccumulator, type RateMaps } from "./rate-map.ts";
import { ReadoutErrorSums, type ReadoutErrors, readoutNeeds } from "./readout-errors.ts";

export interface ObservationOptions extends ActivityRequest {
  readonly bins: number;
  /** True: errors of all ways to read out places and headings are wanted as well. */
  readonly readout?: boolean;
}

/** Sums in the engine, and the maps that are made of them. */
export function observationNeeds(units: number, bins: number): MemoryNeed[] {
  const numbers = units * bins * bins * 8;
  const settings = ["--bins"];
  return [
    { label: "sums of the rate maps", bytes: numbers + 32 * units + movementBytes(units), settings },
    oneArray("rate maps", numbers, settings),
  ];
}

export interface Observation {
  /** Of known position. */
  readonly samples: number;
  readonly rates: RateMaps;
  readonly activity: Activity;
  /** Undefined where headings and speeds are not known. */
  readonly movement: MovementScores | undefined;
  /** Undefined where it was not wanted, or no place can be read out. */
  readonly readout: ReadoutErrors | undefined;
  /** Means over all samples of what the source measures, by name; empty without measuring. */
  readonly measured: Readonly<Record<string, number>>;
}

/** Collects what the units do along the paths of a request. */
export function observe(
  engine: Engine,
  source: ActivitySource,
  options: ObservationOptions,
  onProgress?: (share: number) => void,
): Observation {
  const observer = new Observer(engine, source, options);
  try {
    inPortions(source, options, (portion) => observer.add(portion), onProgress);
    return observer.finish();
  } finally {
    observer.free();
  }
}

/** `observe` in portions, for whoever has other things to do in between. Free it when done. */
export class Observer {
  private readonly rates: RateMapAccumulator;
  private readonly activity: ActivityAccumulator;
  private readonly movement: MovementAccumulator;
  private readonly readout: ReadoutErrorSums | undefined;
  private readonly sums: Record<string, number> = {};
  private trajectories = 0;
  private samples = 0;

  constructor(
    private readonly engine: Engine,
    private readonly source: ActivitySource,
    private readonly options: ObservationOptions,
  ) {
    const { units, arena, mapRule, dt } = source;
    const needsAt = (bins: number) => [
      ...observationNeeds(units, bins),
      ...(options.readout ? readoutNeeds(source) : []),
    ];
    requireMemory({
      what: `observing ${units} units in ${options.bins} x ${options.bins} bins`,
      needs: needsAt(options.bins),
      memory: engine.memory,
      growing: { name: "--bins", value: options.bins, least: 3, needsAt },
    });
    this.rates = new RateMapAccumulator(engine, {
      units,
      bins: options.bins,
      arena,
      maps: mapRule && { ...mapRule, dt },
    });
    this.activity = new ActivityAccumulator(engine, units);
    this.movement = new MovementAccumulator(engine, units);
    this.readout = options.readout ? ReadoutErrorSums.of(engine, source, options.steps) : undefined;
  }

  /** Reads a range of trajectories. */
  look(range: TrajectoryRange): void {
    this.source.read(this.options, range, (portion) => this.add(portion));
  }

  /** Adds what was read elsewhere. */
  add(portion: Portion): void {
    const { trajectories, measured } = portion;
    for (const [name, mean] of Object.entries(measured)) {
      this.sums[name] = (this.sums[name] ?? 0) + trajectories * mean;
    }
    this.trajectories += trajectories;
    inKnownSamples(this.engine, portion, this.source.units, ({ position, activities, samples }) => {
      this.rates.add(position, activities, samples);
      this.activity.add(activities, samples);
      this.samples += samples;
    });
    this.movement.add(portion);
    this.readout?.add(portion);
  }

  /** Of all looks so far. */
  finish(): Observation {
    const means = Object.entries(this.sums).map(([name, sum]) => [name, sum / this.trajectories] as const);
    const activity = this.activity.finish();
    return {
      samples: this.samples,
      rates: this.rates.finish(),
      activity,
      movement: this.movement.finish(activity.smallest),
      readout: this.readout?.finish(),
      measured: this.options.measuring === false ? {} : Object.fromEntries(means),
    };
  }

  free(): void {
    this.rates.free();
    this.activity.free();
    this.movement.free();
  }
}
