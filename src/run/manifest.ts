/**
 * What a run says of how it was made: versions, machine, sessions, where it was imported from. What is trained stands
 * in its config.yaml.
 */
import { realpathSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import packageJson from "../../package.json" with { type: "json" };
import type { Engine } from "../engine/engine.ts";
import { describeMachine, machineSchema } from "../engine/machine.ts";
import { count, oneOf, text } from "../setting.ts";
import { UserError } from "../user-error.ts";
import { checked, parseJson, shown } from "./parse-json.ts";

/** Version of the layout of run directories; one that differs is refused. */
export const formatVersion = 1;

const time = () => z.iso.datetime({ error: "a time such as 2031-01-02T03:04:05.000Z" });
const textOrNone = () => text("a text or null").nullable();
const blas = z.object({ description: text(), path: text() }, { error: "a group or null" }).nullable();

const changeSchema = z.object(
  { key: text(), before: z.unknown(), after: z.unknown() },
  { error: "a setting with its values" },
);

/** From where to where nothing changed about how a run is computed. */
const sessionSchema = z.object(
  {
    /** ISO 8601, UTC. */
    startedAt: time(),
    /** Training steps done before. */
    step: count(0),
    device: text(),
    blas,
    workers: count(1),
    /** In which weights and activities are kept. */
    numbers: oneOf("float32"),
    /** Settings that became others then: all that is not here was as in the configuration before. */
    changed: z.array(changeSchema, { error: "a list" }).readonly().optional(),
  },
  { error: "a group" },
);

/** Where the network of an imported run comes from. */
const importSchema = z.object(
  {
    file: text(),
    sha256: text(),
    format: text(),
    /** Place of the weights in the file, where it has several. */
    key: textOrNone(),
    /** Training steps made elsewhere, where the file says. */
    step: count(0).nullable(),
    /** What of the file was left out. */
    notTaken: z.array(text(), { error: "a list" }).readonly(),
  },
  { error: "a group" },
);

/** The network whose weights a run began with. */
const beginningSchema = z.object(
  {
    /** Its file, or its name where it comes along. */
    file: text(),
    sha256: text(),
    /** Training steps it had made. */
    step: count(0),
  },
  { error: "a group" },
);

/** The files that a run was trained on. */
const dataSchema = z.object(
  {
    path: text(),
    /** Of what was in them. */
    checksum: text(),
    records: count(1),
  },
  { error: "a group" },
);

/** What a run was made with, besides its configuration: `manifest.json`. */
const manifestSchema = z.object(
  {
    formatVersion: z.literal(formatVersion),
    /** The preset it was started from, if any. */
    preset: textOrNone(),
    seed: count(0),
    device: text(),
    workers: count(1),
    /** null: own WASM kernels, whose results are the same on every run. */
    blas,
    entorhinal: text(),
    bun: text(),
    /** Of entorhinal, when it runs from a git checkout; ends in "-dirty" when files were changed. */
    gitCommit: textOrNone(),
    machine: machineSchema,
    /** ISO 8601, UTC. */
    startedAt: time(),
    /** Each time it was started or resumed, the first one first; it repeats what stands above. */
    sessions: z.array(sessionSchema, { error: "a list" }),
    /** Of a run that was made by `import`. */
    imported: importSchema.optional(),
    /** Of a run that began with the weights of another network. */
    begunFrom: beginningSchema.optional(),
    /** Of a run that was trained on files. */
    data: dataSchema.optional(),
  },
  { error: "a group" },
);

export type Session = Readonly<z.output<typeof sessionSchema>>;
export type ImportSource = Readonly<z.output<typeof importSchema>>;
export type BeginningNetwork = Readonly<z.output<typeof beginningSchema>>;
export type Manifest = Readonly<z.output<typeof manifestSchema>>;

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
const onlySession = ({ startedAt, device, blas, workers }: Readonly<Record<string, unknown>>) => ({
  startedAt,
  step: 0,
  device,
  blas,
  workers,
  numbers: "float32",
});

const damaged = "the run is damaged; start a new one";

/**
 * What stands in it beyond what is known here is kept.
 * @param path what to call it in errors
 * @throws UserError when the text is not a manifest, or one of another format version
 */
export function parseManifest(text: string, path: string): Manifest {
  const written = checked(
    z.looseObject({}, { error: "a group" }),
    parseJson(text, path, damaged),
    path,
    damaged,
  );
  const version = written.formatVersion;
  if (version !== formatVersion) {
    throw new UserError(
      `${path} has format version ${version === undefined ? "(none)" : shown(version)}, this entorhinal reads ${formatVersion}`,
      "use the version of entorhinal that wrote it, or start a new run",
    );
  }
  const sessions = "sessions" in written ? written.sessions : [onlySession(written)];
  const manifest = checked(manifestSchema.loose(), { ...written, sessions }, path, damaged);
  return { ...manifest, gitCommit: commitOf(manifest.gitCommit) };
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
