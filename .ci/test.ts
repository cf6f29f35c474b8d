/** Runs every test and ends with one line of the runner's own counts: "N passed, N failed". */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "entorhinal-tests-"));
const report = join(folder, "junit.xml");
// bunfig.toml's timeout is not heard by this Bun.
const runner = Bun.spawnSync(
  [process.execPath, "test", "--timeout=60000", "--reporter=junit", `--reporter-outfile=${report}`],
  { stdio: ["ignore", "inherit", "inherit"] },
);
const [suites] = readFileSync(report, "utf8").match(/<testsuites [^>]*>/) ?? [];
rmSync(folder, { recursive: true });
if (!suites) throw new Error("the test runner left no counts");

const count = (name: string): number => Number(new RegExp(` ${name}="(\\d+)"`).exec(suites)?.[1]);
const [tests, failures, skipped] = [count("tests"), count("failures"), count("skipped")];
const passed = tests - failures - skipped;
// A file that does not load has no tests to count, but the runner fails.
const failed = failures === 0 && runner.exitCode !== 0 ? 1 : failures;
if (!Number.isSafeInteger(passed)) throw new Error(`no counts in ${suites}`);
if (skipped > 0) console.log(`\n${skipped} skipped; their names say why`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
