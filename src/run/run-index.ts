/** runs.sqlite: summaries of all runs in a directory. Only a cache: it can be deleted at any time. */
import { Database } from "bun:sqlite";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isPartial } from "../format/partial.ts";
import { listCheckpoints } from "./checkpoint-folder.ts";
import { lockOwner } from "./run-lock.ts";
import { type RunSummary, signatureOf, summarizeRun } from "./run-summary.ts";

const schemaVersion = 3;
const columns = [
  "name",
  "preset",
  "seed",
  "startedAt",
  "step",
  "steps",
  "loss",
  "measured",
  "trouble",
  "importedFrom",
] as const;

export type RunState = "running" | "done" | "stopped" | "imported" | "damaged";

/** While it runs, its step is the last one logged; afterwards that of its newest checkpoint: what there is to use. */
export interface ListedRun extends RunSummary {
  readonly state: RunState;
}

/**
 * All runs in `runs`, the newest first. Directories that changed are read anew, the rest comes from the index,
 * which is made when it is missing, unreadable or of another version, and kept in memory when it cannot be written.
 */
export function listRuns(runs: string): ListedRun[] {
  if (!existsSync(runs)) return [];
  const names = readdirSync(runs, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !isPartial(entry.name))
    .map((entry) => entry.name)
    .filter((name) => existsSync(join(runs, name, "manifest.json")));
  return refresh(runs, names)
    .map((summary) => withState(summary, join(runs, summary.name)))
    .sort((a, b) => (b.startedAt ?? "").localeCompare(a.startedAt ?? "") || a.name.localeCompare(b.name));
}

/** Forgets the index; the next `listRuns` reads all directories. */
export function forgetIndex(runs: string): void {
  for (const suffix of ["", "-wal", "-shm", "-journal"]) {
    rmSync(join(runs, `runs.sqlite${suffix}`), { force: true });
  }
}

function withState(summary: RunSummary, path: string): ListedRun {
  if (summary.trouble !== null) return { ...summary, state: "damaged" };
  if (lockOwner(path)) return { ...summary, state: "running" };
  const step = listCheckpoints({ checkpointsPath: join(path, "checkpoints") }).at(-1)?.step ?? 0;
  const done = summary.steps !== null && step >= summary.steps;
  if (done) return { ...summary, step, state: "done" };
  const untrained = step === 0 && summary.importedFrom !== null;
  return { ...summary, step, state: untrained ? "imported" : "stopped" };
}

function refresh(runs: string, names: readonly string[]): RunSummary[] {
  try {
    return refreshIn(join(runs, "runs.sqlite"), runs, names);
  } catch (error) {
    if (!(error instanceof Error && error.name === "SQLiteError")) throw error;
    return refreshIn(":memory:", runs, names);
  }
}

function refreshIn(file: string, runs: string, names: readonly string[]): RunSummary[] {
  using database = openIndex(file, runs);
  const find = database.query<StoredRun, [string]>("SELECT * FROM runs WHERE name = ?");
  const marks = columns.map(() => "?").join(", ");
  const store = database.query(
    `INSERT OR REPLACE INTO runs (${columns.join(", ")}, signature) VALUES (${marks}, ?)`,
  );
  const remove = database.query("DELETE FROM runs WHERE name = ?");
  return database.transaction(() => {
    const known = database.query<{ name: string }, []>("SELECT name FROM runs").all();
    const present = new Set(names);
    for (const { name } of known) if (!present.has(name)) remove.run(name);
    return names.map((name) => {
      const signature = signatureOf(join(runs, name));
      const stored = find.get(name);
      if (stored?.signature === signature) return fromRow(stored);
      const summary = summarizeRun(join(runs, name));
      const row = { ...summary, measured: JSON.stringify(summary.measured) };
      store.run(...columns.map((column) => row[column]), signature);
      return summary;
    });
  })();
}

/** A row of the index. */
type StoredRun = Omit<RunSummary, "measured"> & { readonly measured: string; readonly signature: string };

const fromRow = ({ signature: _, measured, ...summary }: StoredRun): RunSummary => ({
  ...summary,
  measured: JSON.parse(measured) as RunSummary["measured"],
});

function openIndex(file: string, runs: string): Database {
  try {
    return openCurrent(file);
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code !== "SQLITE_NOTADB" && code !== "SQLITE_CORRUPT") throw error;
    forgetIndex(runs);
    return openCurrent(file);
  }
}

function openCurrent(file: string): Database {
  const database = new Database(file, { create: true });
  const version = database.query<{ user_version: number }, []>("PRAGMA user_version").get()!.user_version;
  if (version !== schemaVersion) {
    database.run("DROP TABLE IF EXISTS runs");
    database.run(
      `CREATE TABLE runs (name TEXT PRIMARY KEY, preset TEXT, seed INTEGER, startedAt TEXT, step INTEGER,
        steps INTEGER, loss REAL, measured TEXT, trouble TEXT, importedFrom TEXT, signature TEXT)`,
    );
    database.run(`PRAGMA user_version = ${schemaVersion}`);
  }
  return database;
}
