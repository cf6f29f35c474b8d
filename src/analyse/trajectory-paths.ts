import type { Engine } from "../engine/engine.ts";
import { inTrajectories, type RollOutOptions, type Subject } from "../tasks/path-integration/roll-outs.ts";
import { trajectoryFirst } from "../world/trajectory-first.ts";

/** Fresh trajectories of a network's world, each [T + 1, 2] m with its start first. */
export function trajectoryPaths(engine: Engine, subject: Subject, options: RollOutOptions): Float32Array[] {
  const paths: Float32Array[] = [];
  inTrajectories(engine, subject, options, ({ position, start, steps, trajectories }) => {
    const positions = trajectoryFirst(position.view, trajectories, 2);
    const starts = start.view;
    for (let b = 0; b < trajectories; b++) {
      const path = new Float32Array((steps + 1) * 2);
      path.set(starts.subarray(2 * b, 2 * b + 2));
      path.set(positions.subarray(b * steps * 2, (b + 1) * steps * 2), 2);
      paths.push(path);
    }
  });
  return paths;
}
