import type { Engine } from "../engine/engine.ts";
import type { Readout } from "../model/forward.ts";
import type { PathRnn } from "../model/path-rnn.ts";
import { rollOut } from "../model/rollout.ts";
import type { Arena } from "../world/arena.ts";
import type { Motion } from "../world/motion.ts";
import { allocateTrajectories, simulateTrajectories } from "../world/trajectory.ts";
import { type Activity, ActivityAccumulator } from "./activity.ts";
import { RateMapAccumulator, type RateMaps } from "./rate-map.ts";

/** A network and the world it lives in. */
export interface Subject {
  readonly model: PathRnn;
  readonly readout: Readout;
  readonly arena: Arena;
  readonly motion: Motion;
}

export interface ObservationOptions {
  /** Of the trajectories; their stream is "evaluation", so they differ from those of a training of the same seed. */
  readonly seed: number;
  /** Trajectories, and steps of each: all activity after the burn-in step counts. */
  readonly trajectories: number;
  readonly steps: number;
  readonly bins: number;
  readonly onProgress?: (share: number) => void;
}

export interface Observation {
  readonly samples: number;
  readonly rates: RateMaps;
  readonly activity: Activity;
  /** Mean distance between decoded and true position, cm. */
  readonly decodeErrorCm: number;
}

const trajectoriesAtOnce = 200;

/** Lets a network run along fresh trajectories and collects what its units do, keeping no activity. */
export function observe(engine: Engine, subject: Subject, options: ObservationOptions): Observation {
  const { model, readout, arena, motion } = subject;
  const { seed, trajectories, steps, bins, onProgress } = options;
  const { units } = model.shape;
  const rates = new RateMapAccumulator(engine, { units, bins, arena });
  const activity = new ActivityAccumulator(engine, units);
  let error = 0;
  try {
    for (let first = 0; first < trajectories; first += trajectoriesAtOnce) {
      const count = Math.min(trajectoriesAtOnce, trajectories - first);
      engine.memory.scope(() => {
        const batch = allocateTrajectories(engine, steps, count);
        simulateTrajectories(engine, { seed, stream: "evaluation", first }, batch, arena, motion);
        const hidden = engine.memory.allocate("float32", [steps + 1, count, units], "hidden states");
        error += count * rollOut(engine, model, readout, batch, hidden).decodeError;
        const afterStart = hidden.pointer + count * units * 4;
        rates.add(batch.position, afterStart, steps * count);
        activity.add(afterStart, steps * count);
      });
      onProgress?.((first + count) / trajectories);
    }
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
