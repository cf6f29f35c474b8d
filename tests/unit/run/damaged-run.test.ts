/** Files of a run that somebody else made, or a disk: each is said by its reason, and the runs beside it stay listed. */
import { describe, expect, test } from "bun:test";
import { cpSync, mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseManifest } from "../../../src/run/manifest.ts";
import { createRun } from "../../../src/run/run-directory.ts";
import { listRuns } from "../../../src/run/run-index.ts";
import { lockOwner } from "../../../src/run/run-lock.ts";
import { someManifest } from "../../support/some-manifest.ts";
import { temporaryDirectory } from "../../support/temporary.ts";
import { userErrorOf } from "../../support/user-error.ts";

const mkfifo = Bun.which("mkfifo");
const config = "train:\n  steps: 20\n";
const line = '{"step":1,"loss":6}\n';

const manifestText = (key: string, value: unknown): string =>
  JSON.stringify({ ...someManifest(), [key]: value });

const whole = createRun(join(temporaryDirectory(), "run"), config, someManifest());
writeFileSync(whole.metricsPath, line);

/** The trouble of a run whose `file` was replaced, and the states of all runs. */
function troubleOf(file: string, replace: (path: string) => void): string | null {
  const runs = temporaryDirectory();
  for (const name of ["bad", "good"]) cpSync(whole.path, join(runs, name), { recursive: true });
  const path = join(runs, "bad", file);
  rmSync(path, { recursive: true });
  replace(path);
  const found = listRuns(runs);
  expect(listRuns(runs)).toEqual(found);
  expect(found.find(({ name }) => name === "good")).toMatchObject({
    state: "stopped",
    loss: 6,
    trouble: null,
  });
  const bad = found.find(({ name }) => name === "bad")!;
  expect(bad.state).toBe("damaged");
  return bad.trouble?.replace(`${runs}/bad/`, "") ?? null;
}

const withText = (file: string, text: string) => troubleOf(file, (path) => writeFileSync(path, text));

describe("manifest.json", () => {
  test.each([
    ["null", "manifest.json is null, not a group"],
    ["[]", "manifest.json is a list, not a group"],
    ['"text"', 'manifest.json is "text", not a group'],
    ["{}", "manifest.json has format version (none), this entorhinal reads 1"],
    ["", "manifest.json is not JSON"],
    ["[".repeat(100_000) + "]".repeat(100_000), "manifest.json is nested too deeply"],
    [manifestText("formatVersion", "x".repeat(1e6)), "manifest.json has format version"],
    [manifestText("seed", null), "manifest.json: seed is null, not an integer of at least 0"],
    [manifestText("seed", -1), "manifest.json: seed is -1, not an integer of at least 0"],
    [manifestText("seed", 2 ** 53), "manifest.json: seed is 9007199254740992, not an integer"],
    [manifestText("seed", 0.5), "manifest.json: seed is 0.5, not an integer of at least 0"],
    [manifestText("seed", undefined), "manifest.json has no seed"],
    [manifestText("preset", { a: 1 }), "manifest.json: preset is a group, not a text or null"],
    [manifestText("preset", "x".repeat(1e6)), "manifest.json: preset is "],
    [manifestText("startedAt", "yesterday"), 'manifest.json: startedAt is "yesterday", not a time'],
    [manifestText("startedAt", 5), "manifest.json: startedAt is 5, not a time"],
    [manifestText("workers", "2"), 'manifest.json: workers is "2", not an integer of at least 1'],
    [manifestText("blas", "x"), 'manifest.json: blas is "x", not a group or null'],
    [manifestText("machine", null), "manifest.json: machine is null, not a group"],
    [manifestText("sessions", null), "manifest.json: sessions is null, not a list"],
    [manifestText("sessions", [null]), "manifest.json: sessions.0 is null, not a group"],
    [manifestText("sessions", [{}]), "manifest.json has no sessions.0.startedAt"],
    [manifestText("imported", { file: 1 }), "manifest.json: imported.file is 1, not a text"],
    [manifestText("gitCommit", 7), "manifest.json: gitCommit is 7, not a text or null"],
  ])("%#: %.40s", (text, trouble) => {
    const said = withText("manifest.json", text)!;
    expect(said).toStartWith(trouble);
    expect(said.length).toBeLessThan(200);
  });

  test("one without sessions has its first one; what is not known here is kept", () => {
    const { sessions, ...older } = someManifest({ startedAt: "2031-01-01T00:00:00.000Z" });
    const read = parseManifest(JSON.stringify({ ...older, note: "mine" }), "manifest.json");
    expect(read.sessions).toEqual([{ ...sessions[0]!, startedAt: "2031-01-01T00:00:00.000Z" }]);
    expect(read).toMatchObject({ note: "mine" });
  });
});

describe("metrics.jsonl", () => {
  test.each([
    ["?\n", "line 1 of metrics.jsonl is not JSON"],
    ["null\n", "line 1 of metrics.jsonl is null, not a metrics object"],
    [`${line}[]\n`, "line 2 of metrics.jsonl is a list, not a metrics object"],
    ['{"loss":1}\n', "line 1 of metrics.jsonl has no step"],
    ['{"step":-1}\n', "line 1 of metrics.jsonl: step is -1, not an integer of at least 0"],
    ['{"step":1e300}\n', "line 1 of metrics.jsonl: step is 1e+300, not an integer of at least 0"],
    ['{"step":"1"}\n', 'line 1 of metrics.jsonl: step is "1", not an integer of at least 0'],
    ['{"step":1,"loss":"low"}\n', 'line 1 of metrics.jsonl: loss is "low", not a finite number or null'],
    ['{"step":1,"loss":1e999}\n', "line 1 of metrics.jsonl: loss is Infinity, not a finite number or null"],
    ['{"step":1,"loss":{}}\n', "line 1 of metrics.jsonl: loss is a group, not a finite number or null"],
    [`{"step":1,"loss":"${"x".repeat(60_000)}"}\n`, 'line 1 of metrics.jsonl: loss is "xxx'],
    [`{"step":1,"${"k".repeat(60_000)}":[]}\n`, "line 1 of metrics.jsonl: kkk"],
    [`${line}"${"x".repeat(3e6)}"\n`, "line 2 of metrics.jsonl is longer than 64 KiB"],
    ["\n", "line 1 of metrics.jsonl is not JSON"],
  ])("%#: %.40s", (text, trouble) => {
    const said = withText("metrics.jsonl", text)!.replace(/of \/.*metrics/, "of metrics");
    expect(said).toStartWith(trouble);
    expect(said.length).toBeLessThan(300);
  });
});

describe("config.yaml", () => {
  test.each([
    ["", "config.yaml is null, not a group of settings"],
    ["- 1\n", "config.yaml is a list, not a group of settings"],
    ["train: null\n", "config.yaml: train is null, not a group of settings"],
    ["seed: 1\n", "config.yaml has no train"],
    ["train: {}\n", "config.yaml has no train.steps"],
    ["train: {steps: 0}\n", "config.yaml: train.steps is 0, not an integer of at least 1"],
    ["train: {steps: .inf}\n", "config.yaml: train.steps is Infinity, not an integer of at least 1"],
    ["train: {steps: 1, steps: 2}\n", "config.yaml: line 1 has the key steps a second time"],
    ["train: [1,\n", "config.yaml is not YAML: line 2"],
    [`x: ${"y".repeat(1e6)}\n`, "config.yaml is longer than 64 KiB"],
  ])("%#: %.40s", (text, trouble) => {
    expect(withText("config.yaml", text)).toStartWith(trouble);
  });
});

describe.each(["manifest.json", "config.yaml", "metrics.jsonl"])("%s that is no file", (file) => {
  test("a folder, a link to itself, one that has a hundred gigabytes", () => {
    expect(troubleOf(file, (path) => mkdirSync(path))).toBe(`${file} is a directory`);
    expect(troubleOf(file, (path) => symlinkSync(file, path))).toStartWith(
      `${file} is a link that leads nowhere`,
    );
    const huge = (path: string) => {
      writeFileSync(path, "");
      truncateSync(path, 100e9);
    };
    expect(troubleOf(file, huge)).toMatch(/ is (100000000000 bytes long|longer than 64 KiB)/);
  });

  test.skipIf(!mkfifo)("a pipe or a device (skipped without mkfifo)", () => {
    expect(troubleOf(file, (path) => Bun.spawnSync([mkfifo!, path]))).toContain(
      "is a pipe, not a regular file",
    );
    expect(troubleOf(file, (path) => symlinkSync("/dev/zero", path))).toContain(
      "is a device, not a regular file",
    );
  });
});

test("a link to nothing in place of the manifest or the configuration is said", () => {
  expect(troubleOf("manifest.json", (path) => symlinkSync("absent", path))).toContain("has no manifest.json");
  expect(troubleOf("config.yaml", (path) => symlinkSync("absent", path))).toBe("config.yaml does not exist");
});

test("checkpoints that are no folder", () => {
  expect(troubleOf("checkpoints", (path) => writeFileSync(path, ""))).toBe(
    "checkpoints is a file where a folder is needed",
  );
});

test("a name that is not UTF-8 is listed as damaged, with the reason", () => {
  const runs = temporaryDirectory();
  createRun(join(runs, "grün\n\x1b[31m 'x'"), config, someManifest());
  const odd = Buffer.concat([Buffer.from(`${runs}/a`), Buffer.from([0xff])]);
  mkdirSync(odd);
  writeFileSync(Buffer.concat([odd, Buffer.from("/manifest.json")]), JSON.stringify(someManifest()));
  expect(listRuns(runs).map(({ name, state, trouble }) => [name, state, trouble])).toEqual([
    ["grün\n\x1b[31m 'x'", "stopped", null],
    ["a\ufffd", "damaged", expect.stringContaining("has a name that is not UTF-8")],
  ]);
  rmSync(odd, { recursive: true });
});

describe("running.json", () => {
  test.each([
    ["null"],
    ["{}"],
    ['{"pid":0,"host":"x"}'],
    ['{"pid":-1,"host":"x"}'],
    ['{"pid":1e300,"host":"x"}'],
    ['{"pid":"1","host":"x"}'],
    ['{"pid":1,"host":null}'],
    ["?"],
  ])("%s says nobody", (text) => {
    const run = temporaryDirectory();
    writeFileSync(join(run, "running.json"), text);
    expect(lockOwner(run)).toBeUndefined();
  });

  test.skipIf(!mkfifo)("a pipe says nobody, at once (skipped without mkfifo)", () => {
    const run = temporaryDirectory();
    Bun.spawnSync([mkfifo!, join(run, "running.json")]);
    expect(lockOwner(run)).toBeUndefined();
  });
});

test("runs that are no folder are said", () => {
  const file = join(temporaryDirectory(), "runs");
  writeFileSync(file, "");
  expect(userErrorOf(() => listRuns(file))).toContain("is a file where a folder is needed");
});
