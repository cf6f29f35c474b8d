import type { Engine } from "../../src/engine/engine.ts";
import {
  type ActivitySource,
  cutIntoPortions,
  type MapRule,
  type PathPortion,
  type TrajectoryRange,
} from "../../src/tasks/activity-source.ts";
import { type Arena, defaultArena } from "../../src/world/arena.ts";

export interface SomeActivity {
  readonly trajectories: number;
  readonly steps: number;
  readonly units: number;
  /** [T, B, 2] m. */
  readonly position: ArrayLike<number>;
  /** [T, B, units]. */
  readonly activity: ArrayLike<number>;
  readonly arena?: Arena;
  /** Most trajectories of one portion. */
  readonly atOnce?: number;
  readonly mapRule?: MapRule;
}

/** What a test has in arrays, as a source; all of its steps are to be asked for. */
export function arraySource(engine: Engine, some: SomeActivity): ActivitySource {
  const { units, steps, trajectories, arena = defaultArena, atOnce, mapRule } = some;
  const cut = (values: ArrayLike<number>, width: number, range: TrajectoryRange) => {
    const result = engine.memory.allocate("float32", [steps, range.trajectories, width], "given");
    const view = result.view;
    for (let t = 0; t < steps; t++) {
      for (let b = 0; b < range.trajectories; b++) {
        for (let i = 0; i < width; i++) {
          view[(t * range.trajectories + b) * width + i] =
            values[(t * trajectories + range.first + b) * width + i]!;
        }
      }
    }
    return result;
  };
  const paths = (range: TrajectoryRange): PathPortion => ({
    ...range,
    samples: steps * range.trajectories,
    position: cut(some.position, 2, range),
  });
  return {
    ...{ units, arena, dt: 0.02, tap: "given", taps: [], metrics: [], conditions: [], fastSpeed: 1, mapRule },
    usual: { seed: 0, steps, trajectories },
    unitName: (unit) => `#${unit}`,
    portions: (request) =>
      atOnce === undefined ? cutIntoPortions(units, request) : portionsOf(request, atOnce),
    walk: (_, range, body) => engine.memory.scope(() => body(paths(range))),
    read: (_, range, body) =>
      engine.memory.scope(() =>
        body({ ...paths(range), activities: cut(some.activity, units, range).pointer, measured: {} }),
      ),
    levels: () => ({}),
  };
}

const portionsOf = (
  { from = 0, trajectories }: { readonly from?: number | undefined; readonly trajectories: number },
  most: number,
): TrajectoryRange[] =>
  Array.from({ length: Math.ceil(trajectories / most) }, (_, i) => ({
    first: from + i * most,
    trajectories: Math.min(most, trajectories - i * most),
  }));
