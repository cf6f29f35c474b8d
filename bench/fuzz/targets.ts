/** Everything that reads files of others. */
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openEngine } from "../../src/engine/engine.ts";
import { runCommandLine } from "../process.ts";
import { activityTarget } from "./activity-target.ts";
import { arrayTargets, numberArrayTarget } from "./array-targets.ts";
import { networkTargets } from "./network-targets.ts";
import { pathTargets } from "./path-targets.ts";
import { runTargets } from "./run-targets.ts";
import type { Target } from "./target.ts";
import { configTarget } from "./text-targets.ts";

const tiny = [
  "model.units=4",
  "code.placeCells=6",
  "train.batchSize=4",
  "train.sequenceLength=3",
  "train.logEvery=1",
];

/** Trains a tiny network for good files of a run. @returns the run */
export function trainGoodRun(folder: string): string {
  const run = join(folder, "good");
  const settings = tiny.flatMap((setting) => ["--set", setting]);
  const how = ["--steps", "3", "--blas", "wasm", "--workers", "1", "--quiet"];
  runCommandLine("train", "--run", run, ...how, ...settings);
  return run;
}

/**
 * @param folder an empty one to work in
 * @param good a run that stays as it is
 */
export async function openTargets(folder: string, good: string): Promise<Target[]> {
  const run = join(folder, "runs", "good");
  cpSync(good, run, { recursive: true });
  const engine = await openEngine({ workers: 1, blas: "wasm" });
  const files = join(folder, "files");
  mkdirSync(files);
  const save = (file: Uint8Array, name: string): string => {
    const path = join(files, name);
    writeFileSync(path, file);
    return path;
  };
  return [
    ...arrayTargets,
    numberArrayTarget(save),
    activityTarget(save, engine),
    ...pathTargets(save),
    ...networkTargets(join(run, "checkpoints", "step-000003.safetensors"), save, engine),
    configTarget(save),
    ...runTargets(run),
  ];
}
