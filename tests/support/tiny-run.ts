/** A small finished run on disk, and the ways to damage it. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readSafetensors, type Tensor, writeSafetensors } from "../../src/format/safetensors.ts";
import { capture } from "./capture.ts";
import { temporaryDirectory } from "./temporary.ts";
import { tinyFlags } from "./tiny-training.ts";

export interface TinyRunOnDisk {
  readonly cwd: string;
  /** Absolute path of the run; its name is "run". */
  readonly path: string;
}

/** Trains for `steps` steps in a new temporary directory; checkpoints are due every 10 steps. */
export async function trainTinyRun(steps: number, more: readonly string[] = []): Promise<TinyRunOnDisk> {
  const cwd = temporaryDirectory();
  const argv = ["train", ...tinyFlags, "--run", "run", "--steps", String(steps), ...more];
  const { code, stderr } = await capture(argv, { cwd });
  if (code !== 0) throw new Error(stderr);
  return { cwd, path: join(cwd, "run") };
}

/** Lets a run that is done look like one that stopped: it wants more steps than it has made. */
export function wantSteps(run: TinyRunOnDisk, steps: number): void {
  const change = (text: string) => text.replace(/steps: \d+/, `steps: ${steps}`);
  const config = join(run.path, "config.yaml");
  writeFileSync(config, change(readFileSync(config, "utf8")));
  for (const path of checkpointsOf(run)) {
    editCheckpoint(path, (_, metadata) => {
      metadata.settings = metadata.settings!.replace(/"steps":\d+/, `"steps":${steps}`);
    });
  }
}

const checkpointsOf = (run: TinyRunOnDisk): string[] =>
  [...new Bun.Glob("checkpoints/step-*.safetensors").scanSync({ cwd: run.path, absolute: true })].sort();

export const newestOf = (run: TinyRunOnDisk): string => checkpointsOf(run).at(-1)!;

/** Rewrites a checkpoint with a right checksum. */
export function editCheckpoint(
  path: string,
  change: (tensors: Map<string, Tensor>, metadata: Record<string, string>) => void,
): void {
  const { tensors, metadata } = readSafetensors(readFileSync(path), path);
  const [newTensors, newMetadata] = [new Map(tensors), { ...metadata }];
  change(newTensors, newMetadata);
  writeFileSync(path, writeSafetensors(newTensors, newMetadata));
}
