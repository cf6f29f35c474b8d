/** Tests leave nothing in the temporary directory, whether they pass or not. */
import { expect, test } from "bun:test";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const repository = join(import.meta.dir, "../../..");
const support = join(repository, "tests/support");

/** Runs tests with a temporary directory of their own. @returns their exit code, and what is left */
function runTests(folder: string, cwd: string, ...words: string[]): { code: number; left: string[] } {
  const temporary = join(folder, "temporary");
  mkdirSync(temporary);
  const { exitCode } = Bun.spawnSync([process.execPath, "test", ...words], {
    ...{ cwd, env: { ...process.env, TMPDIR: temporary }, stdout: "ignore", stderr: "ignore" },
  });
  return { code: exitCode, left: readdirSync(temporary) };
}

test("tests that pass", () => {
  using folder = temporaryFolder();
  const files = ["tests/unit/config/resolve.test.ts", "tests/unit/run/run-directory.test.ts"];
  expect(runTests(folder.path, repository, "--timeout=60000", ...files)).toEqual({ code: 0, left: [] });
});

test("tests that fail, throw while they are loaded, and leave folders open", () => {
  using folder = temporaryFolder();
  const preload = JSON.stringify(join(support, "own-temporary-folder.ts"));
  writeFileSync(folder.at("bunfig.toml"), `[test]\npreload = [${preload}]\n`);
  const make = `import { test } from "bun:test";
    import { temporaryDirectory } from ${JSON.stringify(join(support, "temporary.ts"))};
    import { temporaryFolder } from ${JSON.stringify(join(support, "temporary-folder.ts"))};
    await Bun.write(temporaryDirectory() + "/file", "a"); temporaryFolder();`;
  writeFileSync(folder.at("a.test.ts"), `${make} test("a", () => { throw new Error("no"); });`);
  writeFileSync(folder.at("b.test.ts"), `${make} throw new Error("no");`);
  expect(runTests(folder.path, folder.path)).toEqual({ code: 1, left: [] });
});
