import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publishedThreshold } from "../src/analyse/thresholds.ts";
import type { Benchmark, Line } from "./measure.ts";
import { runCommandLine } from "./process.ts";

const threshold = String(publishedThreshold);
const scorer = "deepmind-code";

/** The part that is used of what `evaluate --json` says. */
interface Evaluation {
  readonly decodeErrorCm: number;
  readonly floorCm: number;
  readonly survival: Readonly<Record<string, number>>;
  readonly null: { readonly survival: Readonly<Record<string, number>> };
}

/**
 * How long the preset `quick` takes from a cold start, and how good the network is: whole processes, minutes a seed.
 * Beside the decode error stands what its place code allows at best. Shares of units by the released scorer, 20 x 20 bins.
 * @param settings further words for `train`
 */
export function quickPresetBenchmark(seed: number, settings: readonly string[] = []): Benchmark {
  const line = (what: string, unit: string): Line => ({ name: `quick, seed ${seed}: ${what}`, unit });
  return {
    lines: [
      line("training", "s"),
      line("decode error", "cm"),
      line(`units > ${threshold}`, "share"),
      line(`noise > ${threshold}`, "share"),
    ],
    measure: () => {
      const folder = mkdtempSync(join(tmpdir(), "entorhinal-bench-"));
      try {
        const run = join(folder, "run");
        const start = Bun.nanoseconds();
        runCommandLine(
          "train",
          "--preset",
          "quick",
          "--seed",
          String(seed),
          "--run",
          run,
          "--quiet",
          ...settings,
        );
        const seconds = (Bun.nanoseconds() - start) / 1e9;
        const answer = runCommandLine("evaluate", run, "--scorer", scorer, "--json", "--quiet");
        const found: Evaluation = JSON.parse(answer);
        return [
          { value: seconds, ceiling: null },
          { value: found.decodeErrorCm, ceiling: found.floorCm },
          { value: found.survival[threshold]!, ceiling: null },
          { value: found.null.survival[threshold]!, ceiling: null },
        ];
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  };
}
