import { describe, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findBlas } from "../../../../src/engine/find-blas.ts";
import type { Manifest } from "../../../../src/run/manifest.ts";
import { openRun } from "../../../../src/run/run-directory.ts";
import { capture } from "../../../support/capture.ts";
import { type TinyRunOnDisk, trainTinyRun, wantSteps } from "../../../support/tiny-run.ts";

const manifestOf = ({ path }: TinyRunOnDisk): Manifest =>
  JSON.parse(readFileSync(join(path, "manifest.json"), "utf8"));

const resume = (run: TinyRunOnDisk, ...more: string[]) => capture(["train", "--resume", "run", ...more], run);

const mixed = "steps so far:";

describe("the sessions in the manifest", () => {
  test("are one for each start, with step, device, BLAS and workers", async () => {
    const run = await trainTinyRun(20);
    const { startedAt, device } = manifestOf(run);
    const first = { startedAt, step: 0, device, blas: null, workers: 2, numbers: "float32" };
    expect(manifestOf(run).sessions).toEqual([first as Manifest["sessions"][0]]);
    wantSteps(run, 30);
    const { code, stderr } = await resume(run, "--workers", "1");
    expect(code).toBe(0);
    expect(stderr).not.toContain(mixed);
    const [before, now, ...more] = manifestOf(run).sessions;
    expect([before, more]).toEqual([first as never, []]);
    expect(now).toMatchObject({ step: 20, device, blas: null, workers: 1, numbers: "float32" });
    expect(Date.parse(now!.startedAt)).toBeGreaterThan(Date.parse(startedAt));
    // A run that is done is not started again.
    expect((await resume(run)).stdout).toStartWith("done already");
    expect(manifestOf(run).sessions).toHaveLength(2);
  });

  const noBlas = !findBlas();
  test.skipIf(noBlas)(
    `mark a run that goes on with another BLAS${noBlas ? " (skipped: no BLAS)" : ""}`,
    async () => {
      const { description, path } = findBlas()!;
      const run = await trainTinyRun(20);
      wantSteps(run, 30);
      const native = await resume(run, "--blas", "native");
      expect(native.code).toBe(0);
      expect(native.stderr).toContain(`${mixed} WASM kernels; from here: ${description} (kept`);
      wantSteps(run, 40);
      const back = await resume(run, "--blas", "wasm");
      expect(back.stderr).toContain(`${mixed} WASM kernels, ${description}; from here: WASM kernels (kept`);
      const blas = { description, path };
      expect(manifestOf(run).sessions.map((session) => session.blas)).toEqual([null, blas, null]);
    },
  );

  test("a run whose device was chosen for it goes on with the same, and says so", async () => {
    const run = await trainTinyRun(20);
    expect(readFileSync(join(run.path, "config.yaml"), "utf8")).toContain("device: auto\n");
    expect(manifestOf(run).device).toBe("hybrid");
    wantSteps(run, 30);
    const { code, stderr } = await resume(run);
    expect(code).toBe(0);
    expect(stderr).toContain("device: hybrid (as before), 2 threads, WASM kernels, bit-reproducible\n");
  });

  test("a manifest without them is that of one session", async () => {
    const run = await trainTinyRun(20);
    const { sessions, ...old } = manifestOf(run);
    writeFileSync(join(run.path, "manifest.json"), JSON.stringify(old));
    expect(openRun(run.path).manifest.sessions).toEqual(sessions);
    wantSteps(run, 30);
    expect(await resume(run)).toMatchObject({ code: 0 });
    expect(manifestOf(run).sessions.map(({ step }) => step)).toEqual([0, 20]);
  });
});
