import type { Engine } from "../engine/engine.ts";
import { inTrajectories, type RollOutOptions, type Subject } from "../tasks/path-integration/roll-outs.ts";

/** Fresh trajectories of a network's world, each [T + 1, 2] m with its start first. */
export function trajectoryPaths(engine: Engine, subject: Subject, options: RollOutOptions): Float32Array[] {
  const paths: Float32Array[] = [];
  inTrajectories(engine, subject, options, ({ position, start, steps, trajectories }) => {
    const [positions, starts] = [position.view, start.view];
    for (let b = 0; b < trajectories; b++) {
      const path = new Float32Array((steps + 1) * 2);
      path.set(starts.subarray(2 * b, 2 * b + 2));
      for (let t = 0; t < steps; t++) {
        const from = (t * trajectories + b) * 2;
        path.set(positions.subarray(from, from + 2), 2 * (t + 1));
      }
      paths.push(path);
    }
  });
  return paths;
}
