import { type Benchmark, fastest } from "./measure.ts";
import { runBun, runCommandLine } from "./process.ts";

/** A whole process, in ms: less is better. Beside it, the same runtime with an empty program. */
export const startBenchmark: Benchmark = {
  lines: [{ name: "start of the command line, --help", unit: "ms" }],
  measure: ({ pace }) => {
    const help = () => runCommandLine("--help").length;
    const empty = () => runBun("-e", "0").length;
    const [value, ceiling] = fastest(pace, help, empty);
    return [{ value: 1000 * value, ceiling: 1000 * ceiling }];
  },
};
