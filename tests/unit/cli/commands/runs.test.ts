import { expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openMetricsLog } from "../../../../src/run/metrics-log.ts";
import { createRun } from "../../../../src/run/run-directory.ts";
import { capture } from "../../../support/capture.ts";
import { someManifest } from "../../../support/some-manifest.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";

test("runs lists what is in runs/, as text and as JSON", async () => {
  const cwd = temporaryDirectory();
  expect((await capture(["runs"], { cwd })).stdout).toBe(`no runs in ${join(cwd, "runs")}\n`);
  const manifest = someManifest({ seed: 1, startedAt: "2031-01-01T00:00:00.000Z" });
  const run = createRun(
    join(cwd, "runs/sorscher2019-seed0-20310203-040506"),
    "train:\n  steps: 20\n",
    manifest,
  );
  const log = openMetricsLog(run.metricsPath);
  log.append({ step: 5, loss: 6.123456, decodeErrorCm: 12.345 });
  log.close();
  writeFileSync(join(run.checkpointsPath, "step-000004.safetensors"), "");
  const text = (await capture(["runs"], { cwd })).stdout;
  expect(text).toMatch(/^ run +state +step +loss +error cm +started \(UTC\)$/m);
  expect(text).toMatch(
    /^ sorscher2019-seed0-20310203-040506 +stopped +4\/20 +6\.1235 +12\.35 +2031-01-01 00:00$/m,
  );
  const { code, stdout } = await capture(["runs", "--json", "--rebuild"], { cwd });
  expect(code).toBe(0);
  expect(JSON.parse(stdout).runs).toHaveLength(1);
  expect(JSON.parse(stdout).runs[0]).toMatchObject({
    name: "sorscher2019-seed0-20310203-040506",
    state: "stopped",
    step: 4,
    steps: 20,
  });
});

test("on a narrow terminal further measurements leave, and dates stay whole", async () => {
  const cwd = temporaryDirectory();
  const manifest = someManifest({ seed: 1, startedAt: "2031-01-01T00:00:00.000Z" });
  const run = createRun(join(cwd, "runs/banino"), "train:\n  steps: 10000\n", manifest);
  const log = openMetricsLog(run.metricsPath);
  const measured = { decodeErrorCm: 12.345, bothErrorCm: 23.456, headingErrorRad: 0.345 };
  log.append({ step: 5, loss: 6.123456, ...measured });
  log.close();
  const narrow = (await capture(["runs"], { cwd, isTTY: true })).stdout;
  expect(narrow).toMatch(/ error cm +both cm +started \(UTC\)$/m);
  expect(narrow).toMatch(/ 12\.35 +23\.46 +2031-01-01 00:00$/m);
  expect((await capture(["runs"], { cwd })).stdout).toMatch(/ both cm +heading rad +started/);
});

test("a damaged run says why", async () => {
  const cwd = temporaryDirectory();
  mkdirSync(join(cwd, "runs/torn"), { recursive: true });
  writeFileSync(join(cwd, "runs/torn/manifest.json"), "{");
  const { code, stdout } = await capture(["runs"], { cwd });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^ torn +damaged +- +- +-$/m);
  expect(stdout).toContain(`torn: ${join(cwd, "runs/torn/manifest.json")} is not JSON`);
});

test("a named directory must exist", async () => {
  const { code, stderr } = await capture(["runs", "--dir", "nowhere"], { cwd: temporaryDirectory() });
  expect(code).toBe(2);
  expect(stderr).toContain("nowhere does not exist");
});
