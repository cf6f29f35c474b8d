/** The flags by which `train` and its like are configured. */
import { resolve } from "node:path";
import { type Layer, resolveConfig } from "../../config/resolve.ts";
import type { Config } from "../../config/schema.ts";
import { parseAssignment, readConfigFile, readPreset } from "../../config/sources.ts";
import { treeOf } from "../../config/tree.ts";
import { taskOf } from "../../tasks/tasks.ts";
import { seedFlag } from "./command.ts";
import { type FlagTable, type FlagValues, flagName } from "./flags.ts";

export const configFlags = {
  preset: {
    type: "string",
    placeholder: "NAME",
    help: "start from a preset (entorhinal presets lists them)",
  },
  config: { type: "string", placeholder: "FILE.yaml", help: "settings that go over the preset" },
  set: { type: "list", placeholder: "KEY=VALUE", help: "one setting, for example train.batchSize=100" },
  steps: { type: "integer", placeholder: "N", help: "batches to train (train.steps)" },
  data: {
    type: "string",
    placeholder: "PATH",
    help: "train on the trajectories of these files (train.data)",
  },
  keep: {
    type: "integer",
    placeholder: "N",
    help: "newest checkpoints to keep (train.keepCheckpoints)",
    minimum: 1,
  },
  seed: seedFlag,
  device: { type: "string", placeholder: "NAME", help: "auto (default), hybrid, wasm, webgpu or cpu" },
  blas: { type: "string", placeholder: "NAME", help: "auto, native or wasm" },
  workers: { type: "string", placeholder: "N", help: "threads, or auto" },
} as const satisfies FlagTable;

const keyOfFlag = {
  steps: "train.steps",
  data: "train.data",
  keep: "train.keepCheckpoints",
  seed: "seed",
  device: "device",
  blas: "blas",
  workers: "workers",
} as const;

/**
 * defaults < `saved` < `--preset` < `--config` < `--set` < named flags.
 * @throws UserError (exit 2) for everything that is missing, unknown or out of range
 */
export function configFromFlags(
  flags: FlagValues<typeof configFlags>,
  cwd: string,
  saved: readonly Layer[] = [],
): Config {
  const layers = [...saved, ...sourceLayers(flags, cwd), ...namedLayers(flags, keyOfFlag)];
  return anchored(resolveConfig(layers), cwd);
}

/** Presets, files and assignments, later ones winning. */
export function sourceLayers(
  flags: Pick<FlagValues<typeof configFlags>, "preset" | "config" | "set">,
  cwd: string,
): Layer[] {
  const layers: Layer[] = [];
  if (flags.preset !== undefined) layers.push(readPreset(flags.preset).layer);
  if (flags.config !== undefined) layers.push(readConfigFile(resolve(cwd, flags.config)));
  return [...layers, ...flags.set.map(parseAssignment)];
}

/** With the paths of files made absolute, so that a run can be resumed from anywhere. */
export const anchored = (config: Config, cwd: string): Config => ({
  ...config,
  ...taskOf(config.task).anchored(config, cwd),
});

/** One layer for each given flag; `keys` says which setting a flag stands for. */
export function namedLayers(
  flags: Readonly<Record<string, unknown>>,
  keys: Readonly<Record<string, string>>,
): Layer[] {
  return Object.entries(keys)
    .filter(([flag]) => flags[flag] !== undefined)
    .map(([flag, key]) => {
      const value = flags[flag];
      const numeric = typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value));
      return { origin: flagName(flag), tree: treeOf(key, numeric ? Number(value) : value) };
    });
}
