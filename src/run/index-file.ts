/** runs.sqlite as a file: whether it is ours. What is not ours is never opened, changed or removed. */
import { Database } from "bun:sqlite";
import { rmSync } from "node:fs";
import { FileError, fileTrouble } from "../format/file-trouble.ts";
import { FileWindow } from "../format/file-window.ts";
import { lookUpLink } from "../format/look-up.ts";

/** "entR": stands in the file, at the place where SQLite keeps who a database belongs to. */
const applicationId = 0x656e7452;
const schemaVersion = 3;
const schema = `CREATE TABLE runs (name TEXT PRIMARY KEY, preset TEXT, seed INTEGER, startedAt TEXT, step INTEGER,
        steps INTEGER, loss REAL, measured TEXT, trouble TEXT, importedFrom TEXT, signature TEXT)`;

/** "marked": by our number. "old": by version and schema, from before there was a number. */
type Owner = "nobody" | "marked" | "old" | "somebody";

const magic = "SQLite format 3\0";

/**
 * Opens the index, which is made when there is none.
 * @param file a path, or ":memory:"
 * @returns undefined when a file of that name is not ours
 * @throws SQLiteError when it cannot be read or written
 */
export function openIndexFile(file: string): Database | undefined {
  if (file === ":memory:") return created(file);
  const owner = ownerOf(file);
  if (owner === "somebody") return undefined;
  if (owner === "nobody") return created(file);
  const database = new Database(file, { readwrite: true });
  if (hasOurSchema(database)) {
    if (owner === "old") mark(database);
    return database;
  }
  database.close();
  if (owner === "old") return undefined;
  removeIndexFile(file);
  return created(file);
}

/** Removes the index when it is ours. @throws FileError when it cannot be removed */
export function removeIndexFile(file: string): void {
  const owner = ownerOf(file);
  if (owner === "somebody" || (owner === "old" && !isOldIndex(file))) return;
  for (const suffix of ["", "-wal", "-shm", "-journal"]) {
    try {
      rmSync(file + suffix, { force: true });
    } catch (error) {
      throw fileTrouble(file + suffix, error);
    }
  }
}

/** What cannot be read may be anybody's. */
function ownerOf(file: string): Owner {
  try {
    return ownerByHeader(file);
  } catch (error) {
    if (error instanceof FileError) return "somebody";
    throw error;
  }
}

/** As its first bytes say, without SQLite: it would touch a database that was not closed. https://sqlite.org/fileformat.html */
function ownerByHeader(file: string): Owner {
  const found = lookUpLink(file);
  if (!found) return "nobody";
  if (!found.isFile()) return "somebody";
  if (found.size === 0) return "nobody";
  using window = new FileWindow(file);
  const start = window.read(0, 100);
  const isDatabase = new TextDecoder("latin1").decode(start.subarray(0, magic.length)) === magic;
  if (!isDatabase || start.length < 100) return "somebody";
  const header = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const [version, application] = [header.getUint32(60), header.getUint32(68)];
  if (application === applicationId) return "marked";
  return application === 0 && version === schemaVersion ? "old" : "somebody";
}

function isOldIndex(file: string): boolean {
  using database = new Database(file, { readonly: true });
  return hasOurSchema(database);
}

/** Whether it holds our table and nothing else, which might be a view that never ends. */
function hasOurSchema(database: Database): boolean {
  const found = database
    .query<{ sql: string }, []>("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
    .all();
  const { user_version } = database.query<{ user_version: number }, []>("PRAGMA user_version").get()!;
  return user_version === schemaVersion && found.length === 1 && found[0]!.sql === schema;
}

function created(file: string): Database {
  const database = new Database(file, { create: true });
  // All at once: half of it would not be known as ours.
  database.transaction(() => {
    database.run(schema);
    database.run(`PRAGMA user_version = ${schemaVersion}`);
    mark(database);
  })();
  return database;
}

const mark = (database: Database): void => {
  database.run(`PRAGMA application_id = ${applicationId}`);
};
