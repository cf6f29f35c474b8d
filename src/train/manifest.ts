import { realpathSync } from "node:fs";
import { join } from "node:path";
import packageJson from "../../package.json" with { type: "json" };
import type { Engine } from "../engine/engine.ts";
import { describeMachine, type Machine } from "../engine/machine.ts";
import { UserError } from "../user-error.ts";

/** Version of the layout of run directories; one that differs is refused. */
export const formatVersion = 1;

/** What a run was made with, besides its configuration: `manifest.json`. */
export interface Manifest {
  readonly formatVersion: number;
  /** The preset it was started from, if any. */
  readonly preset: string | null;
  readonly seed: number;
  readonly device: string;
  readonly workers: number;
  /** null: own WASM kernels, whose results are the same on every run. */
  readonly blas: { readonly description: string; readonly path: string } | null;
  readonly entorhinal: string;
  readonly bun: string;
  /** Of entorhinal, when it runs from a git checkout; ends in "-dirty" when files were changed. */
  readonly gitCommit: string | null;
  readonly machine: Machine;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
}

export function describeRun(
  engine: Pick<Engine, "blas" | "pool">,
  run: { readonly preset: string | null; readonly seed: number; readonly device: string },
): Manifest {
  return {
    formatVersion,
    ...run,
    workers: engine.pool.threads,
    blas: engine.blas ? { description: engine.blas.description, path: engine.blas.path } : null,
    entorhinal: packageJson.version,
    bun: Bun.version,
    gitCommit: gitCommitOf(join(import.meta.dir, "../..")),
    machine: describeMachine(),
    startedAt: new Date().toISOString(),
  };
}

/**
 * @param path what to call it in errors
 * @throws UserError when the text is not a manifest, or one of another format version
 */
export function parseManifest(text: string, path: string): Manifest {
  let parsed: Partial<Manifest> | null;
  try {
    parsed = JSON.parse(text) as Partial<Manifest> | null;
  } catch {
    throw new UserError(`${path} is not JSON`, "the run is damaged; start a new one");
  }
  const version = parsed?.formatVersion;
  if (version !== formatVersion) {
    throw new UserError(
      `${path} has format version ${version ?? "(none)"}, this entorhinal reads ${formatVersion}`,
      "use the version of entorhinal that wrote it, or start a new run",
    );
  }
  return parsed as Manifest;
}

/** The commit checked out in `root` when `root` itself is a git checkout. */
export function gitCommitOf(root: string): string | null {
  const top = git(root, "rev-parse", "--show-toplevel");
  if (top === null || realpathSync(top) !== realpathSync(root)) return null;
  return git(root, "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*");
}

function git(root: string, ...words: string[]): string | null {
  if (Bun.which("git") === null) return null;
  const { exitCode, stdout } = Bun.spawnSync(["git", "-C", root, ...words], { stderr: "ignore" });
  return exitCode === 0 ? stdout.toString().trim() : null;
}
