/** All commands score alike unless told otherwise. */
import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { defaultScorer, scorers } from "../../../src/analyse/scorer.ts";
import { commands } from "../../../src/commands.ts";

test("a command that has a scorer has the usual one", async () => {
  const defaults: unknown[] = [];
  for (const entry of commands) {
    const flag = (await entry.load()).flags.scorer;
    if (flag && "default" in flag) defaults.push(flag.default);
  }
  expect(defaults.length).toBeGreaterThan(4);
  expect(new Set(defaults)).toEqual(new Set([defaultScorer]));
});

test("no other is chosen above the analyses", () => {
  const root = join(import.meta.dir, "../../..");
  const quoted = new RegExp(`"(?:${scorers.map(({ name }) => name).join("|")})"`);
  const files = ["src/cli", "src/session", "repl"].flatMap((room) => [
    ...new Bun.Glob(`${room}/**/*.ts`).scanSync({ cwd: root }),
  ]);
  expect(files.length).toBeGreaterThan(100);
  const naming = files.filter((file) => quoted.test(readFileSync(join(root, file), "utf8")));
  expect(naming).toEqual([]);
});
