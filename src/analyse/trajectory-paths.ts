import { onHeap, requireMemory } from "../memory-need.ts";
import { type ActivityRequest, type ActivitySource, inPaths } from "../tasks/activity-source.ts";
import { trajectoryFirst } from "../world/trajectory-first.ts";

/** Besides its numbers. */
const bytesOfArray = 200;

/** The paths of a request, each [T, 2] m, or [T + 1, 2] with its start first where that is known. */
export function trajectoryPaths(source: ActivitySource, request: ActivityRequest): Float32Array[] {
  const { trajectories: count, steps: length } = request;
  const needsAt = (trajectories: number) => [
    onHeap("paths", trajectories * ((length + 1) * 8 + bytesOfArray), ["--trajectories", "--steps"]),
  ];
  requireMemory({
    what: `drawing ${count} trajectories of ${length} steps`,
    needs: needsAt(count),
    growing: { name: "--trajectories", value: count, least: 1, needsAt },
  });
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
