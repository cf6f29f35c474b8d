/**
 * What a run says of how it was made: versions, machine, sessions, where it was imported from. What is trained stands
 * in its config.yaml.
 */
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
  /** Each time it was started or resumed, the first one first; it repeats what stands above. */
  readonly sessions: readonly Session[];
  /** Of a run that was made by `import`. */
  readonly imported?: ImportSource | undefined;
}

/** Where the network of an imported run comes from. */
export interface ImportSource {
  readonly file: string;
  readonly sha256: string;
  readonly format: string;
  /** Place of the weights in the file, where it has several. */
  readonly key: string | null;
  /** Training steps made elsewhere, where the file says. */
  readonly step: number | null;
  /** What of the file was left out. */
  readonly notTaken: readonly string[];
}

/** From where to where nothing changed about how a run is computed. */
export interface Session {
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Training steps done before. */
  readonly step: number;
  readonly device: string;
  readonly blas: Manifest["blas"];
  readonly workers: number;
  /** In which weights and activities are kept. */
  readonly numbers: "float32";
}

type Computer = Pick<Engine, "blas" | "pool">;

export function describeRun(
  engine: Computer,
  run: { readonly preset: string | null; readonly seed: number; readonly device: string },
): Manifest {
  const session = describeSession(engine, run.device, 0);
  const { startedAt, blas, workers } = session;
  return {
    formatVersion,
    ...run,
    workers,
    blas,
    entorhinal: packageJson.version,
    bun: Bun.version,
    gitCommit: gitCommitOf(join(import.meta.dir, "../..")),
    machine: describeMachine(),
    startedAt,
    sessions: [session],
  };
}

/** A session that starts now, at the given step. */
export const describeSession = (engine: Computer, device: string, step: number): Session => ({
  startedAt: new Date().toISOString(),
  step,
  device,
  blas: engine.blas ? { description: engine.blas.description, path: engine.blas.path } : null,
  workers: engine.pool.threads,
  numbers: "float32",
});

/** What computed the dense products of a session. */
function productsOf({ device, blas }: Pick<Session, "device" | "blas">): string {
  if (device === "hybrid") return blas?.description ?? "WASM kernels";
  const products = device === "wasm" && blas ? ` with ${blas.description}` : "";
  return `TensorFlow.js ${device}${products}`;
}

/** What computed the dense products of a run, each once; with more than one, no run in one go has the same bits. */
export const productsIn = (sessions: readonly Pick<Session, "device" | "blas">[]): string[] => [
  ...new Set(sessions.map(productsOf)),
];

/** The one session of a manifest that was written before there was a list of them. */
const onlySession = ({ startedAt, device, blas, workers }: Manifest): Session => ({
  startedAt,
  step: 0,
  device,
  blas,
  workers,
  numbers: "float32",
});

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
  const manifest = parsed as Manifest;
  const gitCommit = commitOf(manifest.gitCommit);
  return { ...manifest, gitCommit, sessions: parsed?.sessions ?? [onlySession(manifest)] };
}

/** It goes into commands that are copied: what is no commit is not believed. */
const commitOf = (text: unknown): string | null =>
  typeof text === "string" && /^[0-9a-f]{4,64}(-dirty)?$/.test(text) ? text : null;

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
