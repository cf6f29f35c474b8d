import { allocateTrajectories, simulateTrajectories } from "../src/world/trajectory.ts";
import { copyLoop } from "./ceilings.ts";
import { type Benchmark, fastest } from "./measure.ts";

const trajectories = 1000;
const steps = 100;
/** Position, velocity and heading in float32. */
const bytesPerStep = 20;

/** Random draws and walls included, on one core; beside it, a copy of what is written. */
export const trajectoryBenchmark: Benchmark = {
  lines: [{ name: "trajectories", unit: "agent-steps/s" }],
  measure: ({ one, pace }) =>
    one.memory.scope(() => {
      const batch = allocateTrajectories(one, steps, trajectories);
      let first = 0;
      const simulate = () => {
        simulateTrajectories(one, { seed: 0, stream: "bench", first }, batch);
        first += trajectories;
        return batch.position.view.at(-1)!;
      };
      const count = trajectories * steps;
      const [took, copy] = fastest(pace, simulate, copyLoop(one, count * bytesPerStep));
      return [{ value: count / took, ceiling: count / copy }];
    }),
};
