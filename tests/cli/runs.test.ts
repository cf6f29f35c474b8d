import { expect, test } from "bun:test";
import { join } from "node:path";
import { formatVersion, type Manifest } from "../../src/train/manifest.ts";
import { openMetricsLog } from "../../src/train/metrics-log.ts";
import { createRun } from "../../src/train/run-directory.ts";
import { temporaryDirectory } from "../temporary.ts";
import { capture } from "./capture.ts";

test("runs lists what is in runs/, as text and as JSON", async () => {
  const cwd = temporaryDirectory();
  expect((await capture(["runs"], { cwd })).stdout).toBe(`no runs in ${join(cwd, "runs")}\n`);
  const manifest = {
    formatVersion,
    preset: null,
    seed: 1,
    startedAt: "2031-01-01T00:00:00.000Z",
  } as Manifest;
  const run = createRun(join(cwd, "runs/first"), "train:\n  steps: 20\n", manifest);
  const log = openMetricsLog(run.metricsPath);
  log.append({ step: 5, loss: 6.123456, decodeErrorCm: 12.345 });
  log.close();
  expect((await capture(["runs"], { cwd })).stdout).toBe(
    "run    state    step  loss    error cm  started\n" +
      "first  stopped  5/20  6.1235  12.35     2031-01-01T00:00:00.000Z\n",
  );
  const { code, stdout } = await capture(["runs", "--json", "--rebuild"], { cwd });
  expect(code).toBe(0);
  expect(JSON.parse(stdout).runs).toHaveLength(1);
  expect(JSON.parse(stdout).runs[0]).toMatchObject({ name: "first", state: "stopped", step: 5, steps: 20 });
});

test("a named directory must exist", async () => {
  const { code, stderr } = await capture(["runs", "--dir", "nowhere"], { cwd: temporaryDirectory() });
  expect(code).toBe(2);
  expect(stderr).toContain("nowhere does not exist");
});
