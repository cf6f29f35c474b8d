/** Everything that is measured beside Python. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEngine } from "../../src/engine/engine.ts";
import { UserError } from "../../src/user-error.ts";
import { expression } from "../benchmarks.ts";
import type { BenchProgress, Stage } from "../cli/bench-progress.ts";
import { type Comparison, compare, type PeerBench, type PeerMeasurement } from "./comparison.ts";
import { dataComparisons } from "./data.ts";
import { lagComparisons } from "./lags.ts";
import { lstmComparisons } from "./lstm.ts";
import { findPythons, pythonWith, whatIsMissing } from "./python.ts";
import { scoreComparisons } from "./scores.ts";
import { trainingComparisons } from "./training.ts";
import { updateComparisons } from "./updates.ts";

export const comparisons: readonly Comparison[] = [
  ...trainingComparisons,
  ...lstmComparisons,
  ...updateComparisons,
  ...dataComparisons,
  ...scoreComparisons,
  ...lagComparisons,
];

/**
 * Measures what matches the pattern, leaving out what this machine's Python has no packages for.
 * @param seconds for each comparison
 * @param named the interpreter to use instead of the usual ones
 * @param note told at once, in one line each, what is missing
 * @param openProgress told what will be measured
 * @throws UserError when nothing matches, or nothing can be compared
 */
export async function comparePeers(
  pattern: string,
  seconds: number,
  named: string | undefined,
  note: (text: string) => void,
  openProgress: (stages: readonly Stage[]) => BenchProgress,
): Promise<PeerMeasurement[]> {
  const wanted = select(pattern);
  const pythons = findPythons(named);
  const missing = new Map<string, string[]>();
  const possible = wanted.flatMap((each) => {
    const python = pythonWith(pythons, each.comparison.needs);
    if (!python) {
      const why = whatIsMissing(pythons, each.comparison.needs);
      missing.set(why, [...(missing.get(why) ?? []), ...each.names]);
    }
    return python ? [{ ...each, python }] : [];
  });
  const [reason] = missing.keys();
  if (possible.length === 0) throw new UserError("there is nothing to compare with", reason!);
  for (const [why, names] of missing) note(`left out, ${names.length} lines: ${why}`);
  const progress = openProgress(
    possible.map(({ comparison, names }) => ({ name: `${names[0]} beside ${comparison.peer}`, effort: 1 })),
  );
  try {
    return await withPeerBench(seconds, async (bench) => {
      const results: PeerMeasurement[] = [];
      for (const { comparison, names, python } of possible) {
        progress.begin();
        results.push(...(await compare(comparison, python, bench, names)));
      }
      return results;
    });
  } finally {
    progress.end();
  }
}

function select(pattern: string): { comparison: Comparison; names: readonly string[] }[] {
  const wanted = expression(pattern);
  const selected = comparisons
    .map((comparison) => ({ comparison, names: comparison.names.filter((name) => wanted.test(name)) }))
    .filter(({ names }) => names.length > 0);
  if (selected.length > 0) return selected;
  const names = comparisons.flatMap((comparison) => comparison.names.map((name) => `  ${name}`));
  throw new UserError(`no comparison is called ${pattern}`, ["there are", ...names].join("\n  "), 2);
}

/** Opens engines on one thread and on all, and a folder; both are gone afterwards. */
async function withPeerBench<T>(seconds: number, use: (bench: PeerBench) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "entorhinal-peers-"));
  const one = await openEngine({ workers: 1, blas: "wasm" });
  const all = await openEngine({ blas: "wasm" });
  const blasOne = await openEngine({ workers: 1, blas: "auto" });
  const blasAll = await openEngine({ blas: "auto" });
  const native = blasOne.blas && { one: blasOne, all: blasAll };
  try {
    return await use({ one, all, native, seconds, folder });
  } finally {
    for (const engine of [one, all, blasOne, blasAll]) engine.close();
    rmSync(folder, { recursive: true });
  }
}
