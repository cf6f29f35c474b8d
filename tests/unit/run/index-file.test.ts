/** What stands under the name of the index: ours is used or made anew, everything else is left as it is, and said. */
import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { createRun } from "../../../src/run/run-directory.ts";
import { forgetIndex, listRuns } from "../../../src/run/run-index.ts";
import { someManifest } from "../../support/some-manifest.ts";
import { temporaryDirectory } from "../../support/temporary.ts";

const mkfifo = Bun.which("mkfifo");

/** A folder of one run, and the place of its index. */
function oneRun(): { runs: string; index: string } {
  const runs = temporaryDirectory();
  createRun(join(runs, "a"), "train:\n  steps: 20\n", someManifest({ seed: 7 }));
  return { runs, index: join(runs, "runs.sqlite") };
}

/** Lists the run, also after `runs --rebuild`, and returns what was said of the index each time. */
function said(runs: string): string[] {
  const lines: string[] = [];
  const list = () => {
    const found = listRuns(runs, (line) => lines.push(line.replace(`${runs}/`, "")));
    expect(found).toMatchObject([{ name: "a", seed: 7, state: "stopped" }]);
  };
  list();
  forgetIndex(runs);
  list();
  return lines;
}

const notOurs =
  "runs.sqlite cannot be read as an index of entorhinal: it is left as it is, and no index is kept";

function change(file: string, ...statements: string[]): void {
  using database = new Database(file);
  for (const statement of statements) database.run(statement);
}

const rowsOf = (file: string): unknown[] => {
  using database = new Database(file, { readonly: true });
  return database.query("SELECT * FROM runs").all();
};

const oldSchema = `CREATE TABLE runs (name TEXT PRIMARY KEY, preset TEXT, seed INTEGER, startedAt TEXT, step INTEGER,
        steps INTEGER, loss REAL, measured TEXT, trouble TEXT, importedFrom TEXT, signature TEXT)`;

describe("what is not ours is left as it is", () => {
  const foreign: readonly [string, (index: string) => void][] = [
    [
      "a database with a table runs",
      (index) => change(index, "CREATE TABLE runs (km REAL)", "INSERT INTO runs VALUES (5)"),
    ],
    [
      "one with our version",
      (index) => change(index, "CREATE TABLE runs (km REAL)", "PRAGMA user_version = 3"),
    ],
    [
      "ours of old with a table beside it",
      (index) => change(index, oldSchema, "CREATE TABLE notes (a)", "PRAGMA user_version = 3"),
    ],
    [
      "one of another program",
      (index) => change(index, oldSchema, "PRAGMA user_version = 3", "PRAGMA application_id = 9"),
    ],
    [
      "one in use, with a log beside it",
      (index) => change(index, "PRAGMA journal_mode = WAL", "CREATE TABLE a (b)"),
    ],
    ["a text", (index) => writeFileSync(index, "my notes\n".repeat(100))],
    ["a short text", (index) => writeFileSync(index, "SQLite format 3\0")],
    ["a folder", (index) => mkdirSync(join(index, "inside"), { recursive: true })],
  ];
  test.each(foreign)("%s", (_, make) => {
    const { runs, index } = oneRun();
    make(index);
    const contents = () =>
      readdirSync(runs)
        .filter((name) => statSync(join(runs, name)).isFile())
        .map((name) => [name, readFileSync(join(runs, name), "latin1")]);
    const before = contents();
    expect(said(runs)).toEqual([notOurs, notOurs]);
    expect(contents()).toEqual(before);
  });

  test("a link, whatever it leads to", () => {
    const { runs, index } = oneRun();
    const elsewhere = join(temporaryDirectory(), "mine.sqlite");
    symlinkSync(elsewhere, index);
    expect(said(runs)).toEqual([notOurs, notOurs]);
    change(elsewhere, oldSchema, "PRAGMA user_version = 3");
    const before = readFileSync(elsewhere, "latin1");
    expect(said(runs)).toEqual([notOurs, notOurs]);
    expect(readFileSync(elsewhere, "latin1")).toBe(before);
    expect(readlinkSync(index)).toBe(elsewhere);
  });

  test.skipIf(!mkfifo)("a pipe (skipped without mkfifo)", () => {
    const { runs, index } = oneRun();
    Bun.spawnSync([mkfifo!, index]);
    expect(said(runs)).toEqual([notOurs, notOurs]);
    expect(lstatSync(index).isFIFO()).toBe(true);
  });
});

describe("what is ours is used or made anew", () => {
  const ours: readonly [string, (index: string) => void][] = [
    ["none yet", () => {}],
    ["an empty file", (index) => writeFileSync(index, "")],
    ["one from before it was marked", (index) => change(index, oldSchema, "PRAGMA user_version = 3")],
    ["another version", (index) => change(index, "PRAGMA user_version = 77")],
    ["a table that is gone", (index) => change(index, "DROP TABLE runs")],
    ["a column too many", (index) => change(index, "ALTER TABLE runs ADD COLUMN more TEXT")],
    [
      "a view that never ends in place of the table",
      (index) =>
        change(
          index,
          "DROP TABLE runs",
          "CREATE VIEW runs AS WITH RECURSIVE t(name) AS (SELECT 1 UNION ALL SELECT name FROM t) SELECT name FROM t",
        ),
    ],
    ["a torn one", (index) => truncateSync(index, 5000)],
    ["garbage after its first page", (index) => writeFileSync(index, readFileSync(index).fill(90, 200))],
  ];
  test.each(ours)("%s", (name, damage) => {
    const { runs, index } = oneRun();
    if (!/none|empty|before/.test(name)) listRuns(runs);
    damage(index);
    expect(said(runs)).toEqual([]);
    expect(rowsOf(index)).toMatchObject([{ name: "a", seed: 7 }]);
  });

  test.each([
    "seed = 'x'",
    "seed = -1",
    "step = 1e300",
    "measured = 'x'",
    "measured = 'null'",
    'measured = \'{"a":"b"}\'',
    "startedAt = x'00'",
    "loss = 'low'",
    "steps = 0.5",
  ])("a row with %s is read anew from the directory", (assignment) => {
    const { runs, index } = oneRun();
    const truth = listRuns(runs);
    change(index, `UPDATE runs SET ${assignment}`);
    expect(listRuns(runs)).toEqual(truth);
    expect(rowsOf(index)).toMatchObject([{ name: "a", seed: 7, step: 0, measured: "{}" }]);
  });
});

test("one that another process writes is not waited for: the directories are read", () => {
  const { runs, index } = oneRun();
  const truth = listRuns(runs);
  using other = new Database(index);
  other.run("BEGIN EXCLUSIVE");
  expect(listRuns(runs)).toEqual(truth);
  other.run("ROLLBACK");
});

test("a folder without runs gets no index", () => {
  const runs = temporaryDirectory();
  expect(listRuns(runs)).toEqual([]);
  expect(readdirSync(runs)).toEqual([]);
});
