/** runs.sqlite: summaries of all runs in a directory. Only a cache: it can be deleted at any time. */
import type { Database } from "bun:sqlite";
import { join } from "node:path";
import { FileError } from "../format/file-trouble.ts";
import { lookUpLink, namesIn } from "../format/look-up.ts";
import { isPartial } from "../format/partial.ts";
import { UserError } from "../user-error.ts";
import { listCheckpoints } from "./checkpoint-folder.ts";
import { openIndexFile, removeIndexFile } from "./index-file.ts";
import { lockOwner } from "./run-lock.ts";
import { type RunSummary, signatureOf, summarizeRun, summarySchema } from "./run-summary.ts";

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
 * which is made when it is missing or damaged, and kept in memory when it cannot be written or is not ours.
 * @param say told when a file stands where the index belongs
 * @throws FileError when `runs` cannot be read
 */
export function listRuns(runs: string, say: (line: string) => void = () => {}): ListedRun[] {
  return refresh(runs, runsIn(runs), say)
    .map((summary) => withState(summary, join(runs, summary.name)))
    .sort((a, b) => (b.startedAt ?? "").localeCompare(a.startedAt ?? "") || a.name.localeCompare(b.name));
}

const indexPath = (runs: string): string => join(runs, "runs.sqlite");

/** Forgets the index, when it is ours; the next `listRuns` reads all directories. */
export const forgetIndex = (runs: string): void => removeIndexFile(indexPath(runs));

/** Folders that are runs, or may be: also those that cannot be looked into. */
const runsIn = (runs: string): string[] =>
  namesIn(runs).filter(
    (name) => !isPartial(name) && isFolder(join(runs, name)) && mayBeRun(join(runs, name)),
  );

function isFolder(path: string): boolean {
  const found = lookUpLink(path);
  // A name that is not UTF-8 cannot be looked up as text.
  return found ? found.isDirectory() : isNotText(path);
}

const isNotText = (path: string): boolean => path.includes("\ufffd");

function mayBeRun(path: string): boolean {
  try {
    return lookUpLink(path) === undefined || lookUpLink(join(path, "manifest.json")) !== undefined;
  } catch (error) {
    if (error instanceof FileError) return true;
    throw error;
  }
}

function withState(summary: RunSummary, path: string): ListedRun {
  if (summary.trouble !== null) return { ...summary, state: "damaged" };
  if (lockOwner(path)) return { ...summary, state: "running" };
  try {
    const step = listCheckpoints({ checkpointsPath: join(path, "checkpoints") }).at(-1)?.step ?? 0;
    return { ...summary, step, state: stateAt(step, summary) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { ...summary, trouble: error.message, state: "damaged" };
  }
}

function stateAt(step: number, { steps, importedFrom }: RunSummary): RunState {
  if (steps !== null && step >= steps) return "done";
  return step === 0 && importedFrom !== null ? "imported" : "stopped";
}

function refresh(runs: string, names: readonly string[], say: (line: string) => void): RunSummary[] {
  if (names.length === 0) return [];
  const file = indexPath(runs);
  try {
    const summaries = refreshIn(file, runs, names);
    if (summaries) return summaries;
    say(`${file} cannot be read as an index of entorhinal: it is left as it is, and no index is kept`);
  } catch (error) {
    if (!isOfDisk(error)) throw error;
  }
  return refreshIn(":memory:", runs, names)!;
}

const isOfDisk = (error: unknown): boolean =>
  error instanceof FileError || (error instanceof Error && error.name === "SQLiteError");

/** @returns undefined when the file is not ours */
function refreshIn(file: string, runs: string, names: readonly string[]): RunSummary[] | undefined {
  try {
    using database = openIndexFile(file);
    return database && refreshWith(database, runs, names);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code !== "SQLITE_NOTADB" && !code?.startsWith("SQLITE_CORRUPT")) throw error;
    removeIndexFile(file);
    using database = openIndexFile(file);
    return database && refreshWith(database, runs, names);
  }
}

function refreshWith(database: Database, runs: string, names: readonly string[]): RunSummary[] {
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
      const unchanged = stored?.signature === signature ? fromRow(stored) : undefined;
      if (unchanged) return unchanged;
      const summary = summarizeRun(join(runs, name));
      const row = { ...summary, measured: JSON.stringify(summary.measured) };
      store.run(...columns.map((column) => row[column]), signature);
      return summary;
    });
  })();
}

/** A row of the index, as SQLite gives it. */
type StoredRun = Readonly<Record<string, unknown>>;

/** undefined when it is not as we wrote it. */
function fromRow(row: StoredRun): RunSummary | undefined {
  try {
    return summarySchema.safeParse({ ...row, measured: JSON.parse(String(row.measured)) }).data;
  } catch {
    return undefined;
  }
}
