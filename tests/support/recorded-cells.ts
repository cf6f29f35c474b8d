/** Files of activity: ideal cells along simulated paths. */
import type { Cell } from "../../src/analyse/synthetic.ts";
import { openEngine } from "../../src/engine/engine.ts";
import { npyArray } from "../../src/format/npy-array.ts";
import { type Arena, defaultArena } from "../../src/world/arena.ts";
import { defaultMotion, type Motion } from "../../src/world/motion.ts";
import { allocateTrajectories, simulateTrajectories } from "../../src/world/trajectory.ts";
import { trajectoryFirst } from "../../src/world/trajectory-first.ts";

export interface Recording {
  readonly trials: number;
  readonly steps: number;
  readonly arena?: Arena;
  readonly motion?: Partial<Motion>;
}

/** All arrays that a file of activity may have, of rats that run for `steps` steps. */
export async function recordedCells(cells: readonly Cell[], recording: Recording) {
  const { trials, steps, arena = defaultArena, motion = {} } = recording;
  const engine = await openEngine({ workers: 2, blas: "wasm" });
  try {
    const batch = allocateTrajectories(engine, steps, trials);
    const moving = { ...defaultMotion, ...motion };
    simulateTrajectories(engine, { seed: 11, stream: "recorded", first: 0 }, batch, arena, moving);
    const ordered = (array: { readonly view: Float32Array }, width: number) =>
      trajectoryFirst(array.view, trials, width);
    const [position, velocity] = [ordered(batch.position, 2), ordered(batch.velocity, 2)];
    const heading = ordered(batch.heading, 1);
    const activity = Float32Array.from({ length: trials * steps * cells.length }, (_, i) => {
      const at = Math.floor(i / cells.length);
      return cells[i % cells.length]!(position[2 * at]!, position[2 * at + 1]!, heading[at]!);
    });
    return {
      position: npyArray(position, [trials, steps, 2]),
      activity: npyArray(activity, [trials, steps, cells.length]),
      velocity: npyArray(velocity, [trials, steps, 2]),
      heading: npyArray(heading, [trials, steps]),
      dt: npyArray(Float64Array.of(moving.dt), []),
      box: npyArray(Float64Array.of(arena.width, arena.height), [2]),
      periodic: npyArray(Uint8Array.of(arena.periodic ? 1 : 0), []),
    };
  } finally {
    engine.close();
  }
}
