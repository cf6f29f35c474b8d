/** What tests may not do, so that they run on any machine and leave nothing behind. */
import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { houseFiles, repository, textOf } from "./imports.ts";

const own = "tests/unit/house/tests.test.ts";
const testFiles = [...new Bun.Glob("**/*.ts").scanSync(join(repository, "tests"))]
  .map((file) => `tests/${file}`)
  .filter((file) => file !== own);
const read = (file: string): string => readFileSync(join(repository, file), "utf8");

/** Folders of one's own in the system's temporary one. */
const ownFolder = /\bmkdtemp(Sync)?\b/;
const maker = "tests/support/temporary.ts";

/** Starting Bun by a name that is in the path of some machines only: process.execPath is where this one is. */
const bareBun = /\b(spawn|exec)(File)?(Sync)?\(\[?\s*["'`]bun\b|\bexec bun\b/;

test("temporary folders are made in one place, which removes them", () => {
  expect(testFiles.filter((file) => file !== maker && ownFolder.test(read(file)))).toEqual([]);
});

test("nobody starts Bun by its name alone", () => {
  expect(testFiles.filter((file) => bareBun.test(read(file)))).toEqual([]);
  expect(houseFiles.filter((file) => bareBun.test(textOf(file)))).toEqual([]);
});

test("such starts are seen", () => {
  for (const line of [
    'spawn(["bun", "x"])',
    'Bun.spawnSync([\n  "bun"',
    'execSync("bun run x")',
    "`exec bun x`",
  ]) {
    expect(bareBun.test(line)).toBe(true);
  }
  expect(bareBun.test('spawn([process.execPath, "bun"])')).toBe(false);
});
