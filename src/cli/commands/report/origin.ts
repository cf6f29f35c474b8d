/** Where the network of a report comes from, as its files say. */
import { createHash } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { readFileBytes } from "../../../format/read-file.ts";
import type { Manifest } from "../../../run/manifest.ts";
import { type Metrics, readMetrics } from "../../../run/metrics-log.ts";
import { openRun } from "../../../run/run-directory.ts";
import type { SavedNetwork } from "../../../session/open-network.ts";

export interface Origin {
  /** What to call the network. */
  readonly name: string;
  /** Undefined when the checkpoint lies outside of a run. */
  readonly manifest: Manifest | undefined;
  /** Logged while it was trained, up to the step of the checkpoint. */
  readonly metrics: readonly Metrics[];
  readonly checkpoint: { readonly file: string; readonly step: number; readonly sha256: string };
}

/** @param path what the user named: a run, a checkpoint or a bundled one. @throws UserError when files are damaged */
export function originOf(path: string, given: string, { checkpoint }: SavedNetwork): Origin {
  const run = runOf(path);
  const bytes = readFileBytes(checkpoint.path);
  return {
    name: run?.name ?? basename(given, ".safetensors"),
    manifest: run?.manifest,
    metrics: run && existsSync(run.metricsPath) ? loggedUpTo(run.metricsPath, checkpoint.step) : [],
    checkpoint: {
      file: basename(checkpoint.path),
      step: checkpoint.step,
      sha256: createHash("sha256").update(bytes).digest("hex"),
    },
  };
}

/** The run named, or the one whose checkpoint is named. */
function runOf(path: string) {
  if (!existsSync(path)) return undefined;
  const folder = statSync(path).isDirectory() ? path : runAround(path);
  return folder !== undefined && existsSync(join(folder, "manifest.json")) ? openRun(folder) : undefined;
}

/** Other files in a folder beside a manifest need not be of its run. */
const runAround = (checkpoint: string): string | undefined =>
  basename(dirname(checkpoint)) === "checkpoints" ? dirname(dirname(checkpoint)) : undefined;

const loggedUpTo = (path: string, last: number): Metrics[] =>
  readMetrics(path).filter(({ step }) => step <= last);
