/** Where what a report is on comes from, as its files say. */
import { createHash } from "node:crypto";
import { basename, dirname, join } from "node:path";
import { lookUp } from "../../../format/look-up.ts";
import { readFileBytes } from "../../../format/read-file.ts";
import type { Manifest } from "../../../run/manifest.ts";
import { type Metrics, readMetrics } from "../../../run/metrics-log.ts";
import { openRun } from "../../../run/run-directory.ts";
import { nameOf, type Subject } from "../../../session/subject.ts";

export interface Origin {
  /** What to call it. */
  readonly name: string;
  /** Undefined when the checkpoint lies outside of a run. */
  readonly manifest: Manifest | undefined;
  /** Logged while it was trained, up to the step that is looked at. */
  readonly metrics: readonly Metrics[];
  /** The checkpoint that was read, or the file of activity. */
  readonly file: { readonly file: string; readonly step: number | null; readonly sha256: string };
}

/** @param given what the user wrote. @throws UserError when files are damaged */
export function originOf({ path, saved, step, name }: Subject, given: string): Origin {
  const read = saved?.checkpoint.path ?? path;
  const sha256 = createHash("sha256").update(readFileBytes(read)).digest("hex");
  const file = { file: basename(read), step: saved?.checkpoint.step ?? null, sha256 };
  if (!saved) return { ...{ name, file }, manifest: undefined, metrics: [] };
  const run = runOf(path);
  const trained = run?.name ?? basename(given, ".safetensors");
  return {
    name: name === nameOf(given) ? trained : name,
    manifest: run?.manifest,
    metrics: run ? loggedUpTo(run.metricsPath, step ?? 0) : [],
    file,
  };
}

/** The run named, or the one whose checkpoint is named. */
function runOf(path: string) {
  const found = lookUp(path);
  if (!found) return undefined;
  const folder = found.isDirectory() ? path : runAround(path);
  return folder !== undefined && lookUp(join(folder, "manifest.json")) ? openRun(folder) : undefined;
}

/** Other files in a folder beside a manifest need not be of its run. */
const runAround = (checkpoint: string): string | undefined =>
  basename(dirname(checkpoint)) === "checkpoints" ? dirname(dirname(checkpoint)) : undefined;

const loggedUpTo = (path: string, last: number): Metrics[] =>
  readMetrics(path).filter(({ step }) => step <= last);
