import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readCheckpoint } from "../../src/run/checkpoint.ts";
import { capture } from "./capture.ts";
import { type Arrays, weights } from "./small-network.ts";
import { temporaryDirectory } from "./temporary.ts";

/** A folder with these files, and a way to run commands in it. */
export function folderWith(files: Readonly<Record<string, Uint8Array>>) {
  const cwd = temporaryDirectory();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(cwd, name), content);
  const cli = (...argv: string[]) => capture(argv, { cwd });
  const checkpoint = (run: string) => readCheckpoint(join(cwd, run, "checkpoints/step-000000.safetensors"));
  return { cwd, cli, checkpoint };
}

export const without = (name: string): Arrays => {
  const { [name]: _, ...rest } = weights();
  return rest;
};

/** What the published preset leaves open. */
export const published = ["--centres", "numpySeed0"];
