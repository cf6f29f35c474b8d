import { RateMapAccumulator } from "../src/analyse/rate-map.ts";
import { fillUniform } from "../src/engine/random.ts";
import { defaultArena as arena } from "../src/world/arena.ts";
import { copyLoop } from "./ceilings.ts";
import { type Benchmark, fastest } from "./measure.ts";

const samples = 4000;
const bins = 20;

/** Sums of activities per bin, binning included, on one core; beside it, a copy of the activities. */
const benchmark = (units: number): Benchmark => ({
  lines: [{ name: `rate maps, ${units} units`, unit: "activities/s" }],
  measure: ({ one, pace }) =>
    one.memory.scope(() => {
      const positions = one.memory.allocate("float32", [samples, 2], "positions");
      const activities = one.memory.allocate("float32", [samples, units], "activities");
      fillUniform(one, { seed: 0, stream: "bench/positions", items: samples, draws: 2 }, positions);
      fillUniform(one, { seed: 0, stream: "bench/activities", items: samples, draws: units }, activities);
      const accumulator = new RateMapAccumulator(one, { units, bins, arena });
      try {
        const add = () => {
          accumulator.add(positions, activities, samples);
          return activities.view.at(-1)!;
        };
        const count = samples * units;
        const [took, copy] = fastest(pace, add, copyLoop(one, count * 4));
        if (!(accumulator.finish().rateMap.length > 0)) throw new Error("no rate maps");
        return [{ value: count / took, ceiling: count / copy }];
      } finally {
        accumulator.free();
      }
    }),
});

/** The activities of the larger network do not fit into the caches. */
export const rateMapBenchmarks: readonly Benchmark[] = [benchmark(256), benchmark(4096)];
