import { type ActivityRequest, type ActivitySource, inPaths } from "../tasks/activity-source.ts";
import { trajectoryFirst } from "../world/trajectory-first.ts";

/** The paths of a request, each [T, 2] m, or [T + 1, 2] with its start first where that is known. */
export function trajectoryPaths(source: ActivitySource, request: ActivityRequest): Float32Array[] {
  const paths: Float32Array[] = [];
  inPaths(source, request, ({ position, start, trajectories, samples }) => {
    const steps = samples / trajectories;
    const positions = trajectoryFirst(position.view, trajectories, 2);
    for (let b = 0; b < trajectories; b++) {
      const first = start?.view.slice(2 * b, 2 * b + 2) ?? new Float32Array();
      const path = new Float32Array(first.length + steps * 2);
      path.set(first);
      path.set(positions.subarray(b * steps * 2, (b + 1) * steps * 2), first.length);
      paths.push(path);
    }
  });
  return paths;
}
