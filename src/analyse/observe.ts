import type { Engine } from "../engine/engine.ts";
import { type Activity, ActivityAccumulator } from "./activity.ts";
import { RateMapAccumulator, type RateMaps } from "./rate-map.ts";
import { inRollOuts, type RollOutOptions, type Subject } from "./roll-outs.ts";

export type { Subject } from "./roll-outs.ts";

export interface ObservationOptions extends RollOutOptions {
  readonly bins: number;
}

export interface Observation {
  readonly samples: number;
  readonly rates: RateMaps;
  readonly activity: Activity;
  /** Mean distance between decoded and true position, cm. */
  readonly decodeErrorCm: number;
}

/** Lets a network run along fresh trajectories and collects what its units do, keeping no activity. */
export function observe(engine: Engine, subject: Subject, options: ObservationOptions): Observation {
  const { trajectories, steps, bins } = options;
  const { units } = subject.model.shape;
  const rates = new RateMapAccumulator(engine, { units, bins, arena: subject.arena });
  const activity = new ActivityAccumulator(engine, units);
  let error = 0;
  try {
    inRollOuts(engine, subject, options, (portion) => {
      error += portion.trajectories * portion.decodeError;
      rates.add(portion.batch.position, portion.activities, portion.samples);
      activity.add(portion.activities, portion.samples);
    });
    return {
      samples: trajectories * steps,
      rates: rates.finish(),
      activity: activity.finish(),
      decodeErrorCm: (100 * error) / trajectories,
    };
  } finally {
    rates.free();
    activity.free();
  }
}
