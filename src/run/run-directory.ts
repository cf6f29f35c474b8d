/** The files of one training run. What is in its checkpoints and metrics is not known here. */
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { discard } from "../format/discard.ts";
import { fileTrouble } from "../format/file-trouble.ts";
import { lookUp, namesIn } from "../format/look-up.ts";
import { partialName, removeLeftovers } from "../format/partial.ts";
import { readFileText } from "../format/read-file.ts";
import { writeFileSafely } from "../format/safe-write.ts";
import { programLine } from "../program-words.ts";
import { UserError } from "../user-error.ts";
import { type Manifest, parseManifest, type Session } from "./manifest.ts";

export interface RunDirectory {
  readonly path: string;
  readonly name: string;
  readonly manifest: Manifest;
  /** The complete configuration as YAML. */
  readonly configText: string;
  /** metrics.jsonl, for metrics-log.ts. */
  readonly metricsPath: string;
  readonly checkpointsPath: string;
  readonly figuresPath: string;
}

/**
 * Makes the directory with config.yaml and manifest.json in it; at any moment it is complete or not there.
 * @param fill writes what else belongs into it, before it gets its name
 * @throws UserError when the path is a file or a directory that is not empty, or cannot be written
 */
export function createRun(
  path: string,
  configText: string,
  manifest: Manifest,
  fill?: (directory: RunDirectory) => void,
): RunDirectory {
  checkNewRun(path);
  removeLeftovers(dirname(path));
  const partial = join(dirname(path), partialName());
  try {
    mkdirSync(partial, { recursive: true });
    for (const folder of ["checkpoints", "figures"]) mkdirSync(join(partial, folder));
    writeFileSafely(join(partial, "config.yaml"), configText);
    writeFileSafely(join(partial, "manifest.json"), manifestText(manifest));
    fill?.(runAt(partial, configText, manifest));
    renameSync(partial, path);
  } catch (error) {
    discard(partial);
    checkNewRun(path);
    throw error instanceof UserError ? error : fileTrouble(path, error);
  }
  return runAt(path, configText, manifest);
}

/** As it stands in manifest.json. */
export const manifestText = (manifest: Manifest): string => `${JSON.stringify(manifest, null, 2)}\n`;

/**
 * Notes in the manifest that the run goes on. With settings that changed, `configText` is written after that: a process that ends in
 * between leaves a run that has not changed.
 * @throws FileError when it cannot be written
 */
export function addSession(run: RunDirectory, session: Session): RunDirectory {
  const manifest = { ...run.manifest, sessions: [...run.manifest.sessions, session] };
  writeFileSafely(join(run.path, "manifest.json"), manifestText(manifest), { force: true, links: "replace" });
  if (session.changed) {
    writeFileSafely(join(run.path, "config.yaml"), run.configText, { force: true, links: "replace" });
  }
  return { ...run, manifest };
}

/** @throws UserError when there is no run, it is damaged, or of another format version */
export function openRun(path: string): RunDirectory {
  const found = lookUp(path);
  const manifestPath = join(path, "manifest.json");
  if (!found?.isDirectory() || !lookUp(manifestPath)) {
    const absent = path.includes("\ufffd") ? "has a name that is not UTF-8" : "does not exist";
    const cause = found ? "is not a run directory (it has no manifest.json)" : absent;
    throw new UserError(`${path} ${cause}`, `name a run directory; ${programLine(["runs"])} lists them`);
  }
  const manifest = parseManifest(readFileText(manifestPath), manifestPath);
  return runAt(path, readFileText(join(path, "config.yaml")), manifest);
}

/** A path in `runs` that is free: preset, seed and time, and a number when that is taken. */
export function newRunPath(runs: string, preset: string | null, seed: number, at: Date): string {
  const time = at.toISOString().slice(0, 19).replaceAll(/[-:]/g, "").replace("T", "-");
  const name = `${preset ?? "run"}-seed${seed}-${time}`;
  let path = join(runs, name);
  for (let number = 2; existsSync(path); number++) path = join(runs, `${name}-${number}`);
  return path;
}

const runAt = (path: string, configText: string, manifest: Manifest): RunDirectory => ({
  path,
  name: basename(path),
  manifest,
  configText,
  metricsPath: join(path, "metrics.jsonl"),
  checkpointsPath: join(path, "checkpoints"),
  figuresPath: join(path, "figures"),
});

/**
 * Refuses a place where a new run cannot be made; called before any work is done.
 * @throws UserError when the path is a file or a directory that is not empty
 */
export function checkNewRun(path: string): void {
  const existing = lookUp(path);
  if (!existing) return;
  if (!existing.isDirectory()) throw new UserError(`${path} is a file`, "name a directory for the run");
  if (namesIn(path).length > 0) {
    throw new UserError(
      `${path} exists and is not empty`,
      "name another directory, or go on with it: --resume",
    );
  }
}
