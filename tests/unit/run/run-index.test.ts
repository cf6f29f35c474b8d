import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openMetricsLog } from "../../../src/run/metrics-log.ts";
import { createRun } from "../../../src/run/run-directory.ts";
import { forgetIndex, listRuns } from "../../../src/run/run-index.ts";
import { lockRun } from "../../../src/run/run-lock.ts";
import { someManifest } from "../../support/some-manifest.ts";
import { temporaryDirectory } from "../../support/temporary.ts";

function addRun(runs: string, name: string, day: number): string {
  const startedAt = `2031-01-0${day}T00:00:00.000Z`;
  const manifest = someManifest({ preset: "quick", seed: day, startedAt });
  return createRun(join(runs, name), "train:\n  steps: 20\n", manifest).path;
}

function logStep(run: string, step: number, more: Record<string, number> = {}): void {
  const log = openMetricsLog(join(run, "metrics.jsonl"));
  log.append({ step, loss: 6 - step / 100, ...more });
  log.close();
}

const saveStep = (run: string, step: number): void =>
  writeFileSync(join(run, `checkpoints/step-${String(step).padStart(6, "0")}.safetensors`), "");

describe("listRuns", () => {
  test("the newest first, with state, step and the last values", () => {
    const runs = temporaryDirectory();
    const [a, b, c] = [addRun(runs, "a", 1), addRun(runs, "b", 3), addRun(runs, "c", 2)];
    logStep(a, 10, { decodeErrorCm: 50, density: 0.5, learningRate: 0.01 });
    logStep(a, 20);
    saveStep(a, 20);
    logStep(b, 10);
    saveStep(b, 5);
    saveStep(b, 8);
    logStep(c, 3);
    saveStep(c, 2);
    const lock = lockRun(c);
    mkdirSync(join(runs, "not-a-run"));
    addRun(runs, ".d.0123abcd.partial", 4);
    const nothing = {
      preset: "quick",
      steps: 20,
      loss: null,
      measured: {},
      trouble: null,
      importedFrom: null,
    };
    expect(listRuns(runs)).toEqual([
      {
        ...nothing,
        name: "b",
        state: "stopped",
        step: 8,
        loss: 5.9,
        seed: 3,
        startedAt: "2031-01-03T00:00:00.000Z",
      },
      {
        ...nothing,
        name: "c",
        state: "running",
        step: 3,
        loss: 5.97,
        seed: 2,
        startedAt: "2031-01-02T00:00:00.000Z",
      },
      {
        ...{
          ...nothing,
          name: "a",
          state: "done",
          step: 20,
          loss: 5.8,
          measured: { decodeErrorCm: 50, density: 0.5 },
        },
        ...{ seed: 1, startedAt: "2031-01-01T00:00:00.000Z" },
      },
    ]);
    lock.release();
    expect(listRuns(runs)[1]).toMatchObject({ state: "stopped", step: 2 });
  });

  test("follows what changes, comes and goes", () => {
    const runs = temporaryDirectory();
    const a = addRun(runs, "a", 1);
    logStep(a, 1);
    expect(listRuns(runs).map((run) => run.loss)).toEqual([5.99]);
    logStep(a, 2);
    const b = addRun(runs, "b", 2);
    expect(listRuns(runs).map((run) => [run.name, run.loss])).toEqual([
      ["b", null],
      ["a", 5.98],
    ]);
    rmSync(b, { recursive: true });
    expect(listRuns(runs).map((run) => run.name)).toEqual(["a"]);
    using index = new Database(join(runs, "runs.sqlite"));
    expect(index.query("SELECT name FROM runs").all()).toEqual([{ name: "a" }]);
  });

  test("the index is a cache: used, and made anew when deleted, torn or of another version", () => {
    const runs = temporaryDirectory();
    const index = join(runs, "runs.sqlite");
    logStep(addRun(runs, "a", 1), 7);
    const truth = listRuns(runs);

    const change = (sql: string) => {
      using database = new Database(index);
      database.run(sql);
    };
    change("UPDATE runs SET loss = 99");
    expect(listRuns(runs)[0]!.loss).toBe(99);
    forgetIndex(runs);
    expect(existsSync(index)).toBe(false);
    expect(listRuns(runs)).toEqual(truth);

    change("UPDATE runs SET loss = 99");
    change("PRAGMA user_version = 77");
    expect(listRuns(runs)).toEqual(truth);

    writeFileSync(index, "no database, but long enough to be read as one ".repeat(20));
    expect(listRuns(runs)).toEqual(truth);
    expect(listRuns(runs)).toEqual(truth);

    rmSync(index);
    mkdirSync(index);
    expect(listRuns(runs)).toEqual(truth);
  });

  test("a damaged run is listed as such", () => {
    const runs = temporaryDirectory();
    writeFileSync(join(addRun(runs, "a", 1), "config.yaml"), "train: 5\n");
    writeFileSync(join(addRun(runs, "b", 2), "manifest.json"), "{");
    logStep(addRun(runs, "c", 3), 1);
    writeFileSync(join(runs, "c/metrics.jsonl"), "?\n");
    const found = listRuns(runs).map((run) => [run.state, run.trouble?.replace(runs, "")]);
    expect(found).toEqual([
      ["damaged", "/a/config.yaml: train is 5, not a group of settings"],
      ["damaged", "/b/manifest.json is not JSON"],
      ["damaged", "line 1 of " + "/c/metrics.jsonl is not JSON"],
    ]);
  });

  test("a directory that does not exist has no runs", () => {
    expect(listRuns("/nowhere/runs")).toEqual([]);
  });
});
