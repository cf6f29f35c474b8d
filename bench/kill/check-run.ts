/** What a run must be like, however its training ended. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { isPartial } from "../../src/format/partial.ts";
import { readCheckpoint } from "../../src/run/checkpoint.ts";
import { listCheckpoints } from "../../src/run/checkpoint-folder.ts";
import { readMetrics } from "../../src/run/metrics-log.ts";
import { openRun } from "../../src/run/run-directory.ts";
import { UserError } from "../../src/user-error.ts";

/** Opens the run, its log and each of its checkpoints. @returns the step of the newest one (0: there is none), or what is wrong */
export function openWhole(path: string): number | string {
  try {
    const run = openRun(path);
    if (existsSync(run.metricsPath)) readMetrics(run.metricsPath);
    const checkpoints = listCheckpoints(run);
    for (const { path: file, step } of checkpoints) {
      if (readCheckpoint(file).step !== step) return `${file} is of another step`;
    }
    return checkpoints.at(-1)?.step ?? 0;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

/** What is left below a folder of writing and locking that nobody does any more. */
export const leftoversBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter((path) => isPartial(basename(path)) || basename(path).startsWith("running.json"));

/** What the same training must leave, whatever happened to it: its last checkpoint, byte for byte, and all it logged but times. */
export function resultOf(path: string): string {
  const { path: last } = listCheckpoints(openRun(path)).at(-1)!;
  const bytes = new Bun.CryptoHasher("sha256").update(readFileSync(last)).digest("hex");
  const lines = readMetrics(join(path, "metrics.jsonl")).map(({ secondsPerStep: _, ...line }) => line);
  return `${basename(last)} ${bytes} ${Bun.hash(JSON.stringify(lines))}`;
}
