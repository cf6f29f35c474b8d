/**
 * What the units of a network do along fresh trajectories: maps, activity and decode error, summed portion by portion. It scores
 * nothing.
 */
import type { Engine } from "../engine/engine.ts";
import {
  inRollOuts,
  type Portion,
  type RollOutOptions,
  rollOutPortion,
  type Subject,
} from "../tasks/path-integration/roll-outs.ts";
import { type Activity, ActivityAccumulator } from "./activity.ts";
import { RateMapAccumulator, type RateMaps } from "./rate-map.ts";

export type { Subject } from "../tasks/path-integration/roll-outs.ts";
export { trajectoriesAtOnce } from "../tasks/path-integration/roll-outs.ts";

export interface ObservationOptions extends RollOutOptions {
  readonly bins: number;
}

export interface Observation {
  readonly samples: number;
  readonly rates: RateMaps;
  readonly activity: Activity;
  /** Mean distance between decoded and true position, cm; NaN without decoding. */
  readonly decodeErrorCm: number;
}

/** Lets a network run along fresh trajectories and collects what its units do, keeping no activity. */
export function observe(engine: Engine, subject: Subject, options: ObservationOptions): Observation {
  const observer = new Observer(engine, subject, options);
  try {
    inRollOuts(engine, subject, options, (portion) => observer.add(portion));
    return observer.finish();
  } finally {
    observer.free();
  }
}

/** `observe` in portions, for whoever has other things to do in between. Free it when done. */
export class Observer {
  private readonly rates: RateMapAccumulator;
  private readonly activity: ActivityAccumulator;
  private trajectories = 0;
  private error = 0;

  constructor(
    private readonly engine: Engine,
    private readonly subject: Subject,
    private readonly options: Pick<ObservationOptions, "seed" | "steps" | "bins" | "decoding">,
  ) {
    const { units } = subject.model.shape;
    this.rates = new RateMapAccumulator(engine, { units, bins: options.bins, arena: subject.arena });
    this.activity = new ActivityAccumulator(engine, units);
  }

  /** Lets the network run along the trajectories `first` … `first + count - 1`. */
  look(first: number, count: number): void {
    rollOutPortion(this.engine, this.subject, this.options, first, count, (portion) => this.add(portion));
  }

  /** Adds what was seen by itself. */
  add({ trajectories, decodeError, batch, activities, samples }: Portion): void {
    this.error += trajectories * decodeError;
    this.rates.add(batch.position, activities, samples);
    this.activity.add(activities, samples);
    this.trajectories += trajectories;
  }

  /** Of all looks so far. */
  finish(): Observation {
    return {
      samples: this.trajectories * this.options.steps,
      rates: this.rates.finish(),
      activity: this.activity.finish(),
      decodeErrorCm: (100 * this.error) / this.trajectories,
    };
  }

  free(): void {
    this.rates.free();
    this.activity.free();
  }
}
