/** Links in a run that somebody else made: a training never writes to what they lead to. */
import { describe, expect, test } from "bun:test";
import {
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { capture } from "../../../support/capture.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";
import { type TinyRunOnDisk, trainTinyRun, wantSteps } from "../../../support/tiny-run.ts";

const stopped = await trainTinyRun(20);
wantSteps(stopped, 40);

function stoppedRun(): TinyRunOnDisk {
  const cwd = temporaryDirectory();
  cpSync(stopped.path, join(cwd, "run"), { recursive: true });
  return { cwd, path: join(cwd, "run") };
}

const resume = (run: TinyRunOnDisk) => capture(["train", "--resume", "run", "--quiet"], run);
const mine = "what is mine\n";

/** A file outside of the run. */
function fileOfMine(): string {
  const path = join(temporaryDirectory(), "mine");
  writeFileSync(path, mine);
  return path;
}

describe.skipIf(process.platform === "win32")("a link in a run (none on Windows)", () => {
  test("the lock of a process that is gone may be one: it is taken, what it led to stays", async () => {
    const run = stoppedRun();
    const target = fileOfMine();
    symlinkSync(target, join(run.path, "running.json"));
    expect(await resume(run)).toMatchObject({ code: 0, stderr: "" });
    expect(readFileSync(target, "utf8")).toBe(mine);
  });

  test.each(["manifest.json", "metrics.jsonl"])("%s is replaced, what it led to stays", async (name) => {
    const run = stoppedRun();
    const target = join(temporaryDirectory(), "theirs");
    const path = join(run.path, name);
    renameSync(path, target);
    symlinkSync(target, path);
    const before = readFileSync(target, "utf8");
    expect(await resume(run)).toMatchObject({ code: 0, stderr: "" });
    expect(readFileSync(target, "utf8")).toBe(before);
    expect(lstatSync(path).isFile()).toBe(true);
    expect(readFileSync(path, "utf8").length).toBeGreaterThan(before.length);
  });

  test("metrics.jsonl that leads nowhere is not made there", async () => {
    const run = stoppedRun();
    const target = join(temporaryDirectory(), "absent");
    rmSync(join(run.path, "metrics.jsonl"));
    symlinkSync(target, join(run.path, "metrics.jsonl"));
    const { code, stderr } = await resume(run);
    expect({ code, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("metrics.jsonl does not exist"),
    });
    expect(stderr.split("\n")).toHaveLength(3);
    expect(lstatSync(target, { throwIfNoEntry: false })).toBeUndefined();
  });

  test("checkpoints that is one is read, and not written into", async () => {
    const run = stoppedRun();
    const elsewhere = join(temporaryDirectory(), "checkpoints");
    renameSync(join(run.path, "checkpoints"), elsewhere);
    writeFileSync(join(elsewhere, ".0123abcd.partial"), mine);
    symlinkSync(elsewhere, join(run.path, "checkpoints"));
    const before = readdirSync(elsewhere).sort();
    const { code, stderr } = await resume(run);
    expect(code).toBe(1);
    expect(stderr).toBe(
      `error: ${join(run.path, "checkpoints")} is a link: a training does not write to what it leads to\n` +
        "  put the folder itself in its place\n",
    );
    expect(readdirSync(elsewhere).sort()).toEqual(before);
    expect((await capture(["runs", "--dir", "."], run)).stdout).toMatch(/run +stopped +20\/40/);
    const evaluated = ["evaluate", "run", "--quiet", "--trajectories", "2", "--steps", "20"];
    expect((await capture(evaluated, run)).code).toBe(0);
  });

  test("a run that is one itself, or lies behind one, is the user's own way", async () => {
    const run = stoppedRun();
    const disk = temporaryDirectory();
    renameSync(run.path, join(disk, "run"));
    symlinkSync(join(disk, "run"), run.path);
    expect((await resume(run)).code).toBe(0);
    mkdirSync(join(run.cwd, "work"));
    symlinkSync(disk, join(run.cwd, "work/runs"));
    const listed = await capture(["runs"], { cwd: join(run.cwd, "work") });
    expect(listed.stdout).toMatch(/run +done +40\/40/);
  });

  test("--out through one is what was asked for", async () => {
    const run = stoppedRun();
    const target = fileOfMine();
    symlinkSync(target, join(run.cwd, "out.safetensors"));
    const { code } = await capture(["export", "run", "--out", "out.safetensors", "--force"], run);
    expect(code).toBe(0);
    expect(lstatSync(join(run.cwd, "out.safetensors")).isSymbolicLink()).toBe(true);
    expect(readFileSync(target).length).toBeGreaterThan(1000);
  });
});
