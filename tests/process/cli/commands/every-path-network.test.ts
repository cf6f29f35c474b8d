/** The usual commands with every network that integrates paths, those that are still to come too. */
import { describe, expect, test } from "bun:test";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { readSafetensors } from "../../../../src/format/safetensors.ts";
import { listCheckpoints } from "../../../../src/run/checkpoint-folder.ts";
import { openRun } from "../../../../src/run/run-directory.ts";
import { pathNetworks } from "../../../../src/tasks/path-integration/networks.ts";
import { capture } from "../../../support/capture.ts";
import { newestOf, trainTinyRun } from "../../../support/tiny-run.ts";

const short = ["--trajectories", "40", "--blas", "wasm"];

describe.each(pathNetworks.map(({ kind }) => ({ kind })))("a network of the kind $kind", ({ kind }) => {
  const choice = ["--set", `model.kind=${kind}`];

  test("goes on where it stopped, to the last bit", async () => {
    const run = await trainTinyRun(20, choice);
    const whole = readFileSync(newestOf(run));
    rmSync(newestOf(run));
    expect(listCheckpoints(openRun(run.path)).map(({ step }) => step)).toEqual([1, 10]);
    const { code, stderr } = await capture(["train", "--resume", "run", "--workers", "1"], run);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(readFileSync(newestOf(run)).equals(whole)).toBe(true);
  });

  test("is evaluated, trained and untrained, and looked at through each tap", async () => {
    const run = await trainTinyRun(20, choice);
    const evaluated = async (...more: string[]) => {
      const { code, stdout, stderr } = await capture(["evaluate", "run", "--json", ...short, ...more], run);
      expect({ code, stderr }).toMatchObject({ code: 0 });
      return JSON.parse(stdout) as { units: number; decodeErrorCm: number };
    };
    const [trained, untrained] = [await evaluated(), await evaluated("--untrained")];
    expect(trained.units).toBe(16);
    expect(trained.decodeErrorCm).not.toBe(untrained.decodeErrorCm);
    const { code, stderr } = await capture(["ratemaps", "run", "--tap", "nonsense", ...short], run);
    expect(code).toBe(2);
    const taps = /taps: (.*)/.exec(stderr)![1]!.split(" ");
    for (const tap of taps) {
      const looked = await capture(["ratemaps", "run", "--tap", tap, ...short], run);
      expect(looked).toMatchObject({ code: 0 });
      expect(looked.stdout).toContain("best of");
    }
  });

  test.each(["npz", "safetensors"])("comes back from a file .%s as it was", async (format) => {
    const run = await trainTinyRun(10, choice);
    const exported = await capture(["export", "run", "--out", `network.${format}`], run);
    expect(exported).toMatchObject({ code: 0 });
    const imported = await capture(["import", `network.${format}`, "--out", "again"], run);
    expect(imported).toMatchObject({ code: 0 });
    const tensorsOf = (path: string) => readSafetensors(readFileSync(path), path).tensors;
    const before = tensorsOf(newestOf(run));
    const after = tensorsOf(newestOf({ cwd: run.cwd, path: join(run.cwd, "again") }));
    expect(after.size).toBeGreaterThan(4);
    for (const [name, tensor] of after) expect({ name, tensor }).toEqual({ name, tensor: before.get(name)! });
  });
});
