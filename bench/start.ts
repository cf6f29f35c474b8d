import { join } from "node:path";
import { type Benchmark, fastest } from "./measure.ts";

const main = join(import.meta.dir, "../src/cli/main.ts");

function run(...words: string[]): number {
  const { exitCode, stderr } = Bun.spawnSync([process.execPath, ...words], {
    stdout: "pipe",
    stderr: "pipe",
  });
  if (exitCode !== 0) throw new Error(`${words.join(" ")} failed: ${stderr}`);
  return exitCode;
}

/** A whole process, in ms: less is better. Beside it, the same runtime with an empty program. */
export const startBenchmark: Benchmark = {
  lines: [{ name: "start of the command line, --help", unit: "ms" }],
  measure: ({ seconds }) => {
    const help = () => run(main, "--help");
    const empty = () => run("-e", "0");
    const [value, ceiling] = fastest(seconds, help, empty);
    return [{ value: 1000 * value, ceiling: 1000 * ceiling }];
  },
};
