import { expect, test } from "bun:test";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { History, historyPath } from "../../../repl/history.ts";
import { temporaryDirectory } from "../../support/temporary.ts";

test("lies where the XDG base directory says, else below the home", () => {
  expect(historyPath({ XDG_STATE_HOME: "/state", HOME: "/home/a" })).toBe("/state/entorhinal/history");
  expect(historyPath({ HOME: "/home/a" })).toBe("/home/a/.local/state/entorhinal/history");
});

test("each line is in the file at once, repetitions in a row are not", () => {
  const path = join(temporaryDirectory(), "deep", "history");
  const history = new History(path);
  for (const line of ["open quick", "units", "units ", "", "units", "open quick"]) history.add(line);
  expect(readFileSync(path, "utf8")).toBe("open quick\nunits\nopen quick\n");
  expect(new History(path).newestFirst).toEqual(["open quick", "units", "open quick"]);
});

test("a long file is cut to its newest lines", () => {
  const path = join(temporaryDirectory(), "history");
  writeFileSync(path, Array.from({ length: 2500 }, (_, i) => `line ${i}\n`).join(""));
  expect(new History(path).all).toHaveLength(1000);
  expect(readFileSync(path, "utf8").split("\n")[0]).toBe("line 1500");
});

test.skipIf(!Bun.which("mkfifo"))("a pipe in its place is not waited for (skipped without mkfifo)", () => {
  const path = join(temporaryDirectory(), "history");
  Bun.spawnSync(["mkfifo", path]);
  const history = new History(path);
  history.add("units");
  expect(history.all).toEqual(["units"]);
  expect(history.trouble).toContain("is a pipe, not a regular file");
});

test("where no file can be, lines are kept in memory and the reason is said", () => {
  const path = join(temporaryDirectory(), "history");
  mkdirSync(path);
  const history = new History(path);
  history.add("units");
  expect(history.all).toEqual(["units"]);
  expect(history.trouble).toContain("history is not kept");
});
