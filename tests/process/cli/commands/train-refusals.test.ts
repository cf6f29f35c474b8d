import { describe, expect, test } from "bun:test";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { readCheckpoint } from "../../../../src/run/checkpoint.ts";
import { type Captured, capture } from "../../../support/capture.ts";
import { golden, goldenPath } from "../../../support/golden.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";
import {
  editCheckpoint,
  newestOf,
  type TinyRunOnDisk,
  trainTinyRun,
  wantSteps,
} from "../../../support/tiny-run.ts";
import { tinyFlags } from "../../../support/tiny-training.ts";

/** One line of cause, one of mend, nothing on stdout. */
function expectRefusal(said: Captured, code: 1 | 2, cause: string | RegExp, mend: string | RegExp): void {
  expect({ code: said.code, stdout: said.stdout }).toEqual({ code, stdout: "" });
  const [first, second, ...rest] = said.stderr.split("\n");
  expect(rest).toEqual([""]);
  expect(first).toStartWith("error: ");
  expect(first).toMatch(cause);
  expect(second).toMatch(mend);
}

/** Every file below `path` with its bytes. */
const contentsOf = (path: string): Record<string, string> =>
  Object.fromEntries(
    [...new Bun.Glob("**").scanSync({ cwd: path, dot: true })]
      .sort()
      .map((name) => [name, readFileSync(join(path, name), "latin1")]),
  );

const stopped = await trainTinyRun(20);
wantSteps(stopped, 60);

/** A copy of a run that stopped at step 20 of 60. */
function stoppedRun(): TinyRunOnDisk {
  const cwd = temporaryDirectory();
  cpSync(stopped.path, join(cwd, "run"), { recursive: true });
  return { cwd, path: join(cwd, "run") };
}

/** Resumes and expects that nothing in the directory changed. */
async function refusedResume(run: TinyRunOnDisk, ...more: string[]): Promise<Captured> {
  const before = contentsOf(run.path);
  const said = await capture(["train", "--resume", "run", "--quiet", ...more], { cwd: run.cwd });
  expect(contentsOf(run.path)).toEqual(before);
  return said;
}

describe("train --resume refuses", () => {
  test("another configuration, with the difference", async () => {
    const run = stoppedRun();
    const flags = ["--set", "train.learningRate=0.5", "--seed", "6", "--workers", "1"];
    expectRefusal(
      await refusedResume(run, ...flags),
      2,
      "the run was made with another configuration: seed: 5 → 6; train.learningRate: 0.01 → 0.5",
      "resume without these flags",
    );
    const { code } = await capture(["train", "--resume", "run", "--quiet", "--workers", "1"], run);
    expect(code).toBe(0);
  });

  test("a run directory of another format version", async () => {
    const run = stoppedRun();
    const manifest = join(run.path, "manifest.json");
    const text = readFileSync(manifest, "utf8");
    writeFileSync(manifest, text.replace(/"formatVersion": \d+/, '"formatVersion": 7'));
    expectRefusal(await refusedResume(run), 1, "format version 7", "use the version of entorhinal");
  });

  test("what is not a run", async () => {
    const cwd = temporaryDirectory();
    mkdirSync(join(cwd, "run"));
    writeFileSync(join(cwd, "run/notes.txt"), "mine");
    const resume = (path: string) => capture(["train", "--resume", path], { cwd });
    expectRefusal(await resume("run"), 1, "run is not a run directory", "entorhinal runs lists them");
    expectRefusal(await resume("run/notes.txt"), 1, "is not a run directory", "name a run directory");
    expectRefusal(await resume("absent"), 1, "absent does not exist", "name a run directory");
    expect(readdirSync(join(cwd, "run"))).toEqual(["notes.txt"]);
  });

  test("--run beside it", async () => {
    expectRefusal(await refusedResume(stoppedRun(), "--run", "other"), 2, "--run and --resume", "once");
  });

  test("a run that another process trains", async () => {
    const run = stoppedRun();
    const owner = { pid: process.ppid, host: hostname() };
    writeFileSync(join(run.path, "running.json"), JSON.stringify(owner));
    expectRefusal(await refusedResume(run), 1, `is being trained by process ${process.ppid}`, "wait for it");
  });

  test("a checkpoint of another configuration", async () => {
    const run = stoppedRun();
    editCheckpoint(newestOf(run), (_, metadata) => {
      metadata.settings = metadata.settings!.replace('"seed":5', '"seed":8');
    });
    expectRefusal(await refusedResume(run), 1, "is not of this run: seed: 5 → 8", "checkpoint back");
  });

  test("a checkpoint without an optimizer", async () => {
    const run = stoppedRun();
    editCheckpoint(newestOf(run), (tensors) => {
      for (const name of tensors.keys()) if (name.startsWith("adam")) tensors.delete(name);
    });
    expectRefusal(await refusedResume(run), 1, "holds no optimizer state", "resume from a run directory");
  });
});

describe("a damaged checkpoint", () => {
  const damages: readonly [string, (bytes: Buffer) => Uint8Array][] = [
    ["a flipped bit in the length of its header", (bytes) => flipped(bytes, 0)],
    ["a flipped bit in its header", (bytes) => flipped(bytes, 60)],
    ["a flipped bit in its metadata", (bytes) => flipped(bytes, bytes.indexOf("learningRate") + 15)],
    ["a flipped bit in its data", (bytes) => flipped(bytes, bytes.length - 1000)],
    ["a flipped bit at its end", (bytes) => flipped(bytes, bytes.length - 1)],
    ["its last byte missing", (bytes) => bytes.subarray(0, -1)],
    ["only its first half", (bytes) => bytes.subarray(0, bytes.length / 2)],
    ["only its first five bytes", (bytes) => bytes.subarray(0, 5)],
    ["no bytes", () => new Uint8Array(0)],
    ["something after its end", (bytes) => Buffer.concat([bytes, Buffer.from("more")])],
  ];
  const flipped = (bytes: Buffer, at: number) => {
    const copy = Buffer.from(bytes);
    copy[at]! ^= 4;
    return copy;
  };

  test.each(damages)("with %s is refused by resume and by evaluate", async (_, damage) => {
    const run = stoppedRun();
    const file = newestOf(run);
    writeFileSync(file, damage(readFileSync(file)));
    expectRefusal(await refusedResume(run), 1, file, "or remove it to go on from step 10");
    expectRefusal(await capture(["evaluate", "run"], run), 1, file, /./);
    rmSync(file);
    expect((await capture(["train", "--resume", "run", "--quiet"], run)).code).toBe(0);
  });

  const metadata: readonly [string, Record<string, string | undefined>][] = [
    ["another kind", { kind: "something.else" }],
    ["no kind", { kind: undefined }],
    ["another version", { version: "3" }],
    ["no step", { step: undefined }],
    ["a step that is no number", { step: "ten" }],
    ["no settings", { settings: undefined }],
    ["settings that are not JSON", { settings: "{" }],
    ["settings of another shape", { settings: "[]" }],
  ];
  test.each(metadata)("with a right checksum but %s is refused", async (_, changes) => {
    const run = stoppedRun();
    editCheckpoint(newestOf(run), (_tensors, found) => {
      for (const [key, value] of Object.entries(changes)) {
        if (value === undefined) delete found[key];
        else found[key] = value;
      }
    });
    expectRefusal(await refusedResume(run), 1, newestOf(run), "remove it to go on from step 10");
  });

  test("with a matrix missing or of another shape is refused", async () => {
    const run = stoppedRun();
    editCheckpoint(newestOf(run), (tensors) => {
      const matrix = tensors.get("RNN.weight_hh_l0")!;
      tensors.set("RNN.weight_hh_l0", { ...matrix, shape: [8, 32] });
    });
    const cause = "RNN.weight_hh_l0 should be float32 [16, 16], found float32 [8, 32]";
    expectRefusal(await refusedResume(run), 1, cause, "damaged or not a checkpoint of this network");
    editCheckpoint(newestOf(run), (tensors) => tensors.delete("RNN.weight_hh_l0"));
    expectRefusal(await refusedResume(run), 1, "found nothing", "damaged or not a checkpoint");
  });

  const npz = goldenPath("place_cells.npz");
  test.skipIf(!npz)("or an npz in its place is refused", async () => {
    expect(golden("place_cells.npz").shape("centres")[0]).toBeGreaterThan(0);
    const run = stoppedRun();
    writeFileSync(newestOf(run), readFileSync(npz!));
    expectRefusal(
      await refusedResume(run),
      1,
      "is not a safetensors file",
      "remove it to go on from step 10",
    );
    // By itself an npz is a file of activity.
    expectRefusal(await capture(["evaluate", npz!]), 1, "has no position", "position [trials, T, 2]");
  });
});

describe("a new run refuses, leaving nothing behind", () => {
  const train = (cwd: string, ...argv: string[]) =>
    capture(["train", ...tinyFlags, "--quiet", "--run", "run", ...argv], { cwd });

  async function refused(argv: string[], code: 1 | 2, cause: string | RegExp, mend: string | RegExp) {
    const cwd = temporaryDirectory();
    expectRefusal(await train(cwd, ...argv), code, cause, mend);
    expect(readdirSync(cwd)).toEqual([]);
  }

  test("a directory that holds something", async () => {
    const cwd = temporaryDirectory();
    mkdirSync(join(cwd, "run"));
    writeFileSync(join(cwd, "run/notes.txt"), "mine");
    expectRefusal(await train(cwd), 1, "run exists and is not empty", "or go on with it: --resume");
    expect(contentsOf(cwd)).toEqual({ "run/notes.txt": "mine" });
  });

  test("a place that cannot be written", async () => {
    const cwd = temporaryDirectory();
    writeFileSync(join(cwd, "file"), "");
    expectRefusal(await train(cwd, "--run", "file"), 1, "file is a file", "name a directory");
    expectRefusal(
      await train(cwd, "--run", "file/below"),
      1,
      "a part of the path is a file",
      "check the path",
    );
    expect(readdirSync(cwd)).toEqual(["file"]);
    if (existsSync("/proc/self")) {
      expectRefusal(await train(cwd, "--run", "/proc/self/run"), 1, "/proc/self/run", "check the path");
    }
  });

  test("more than the memory holds, naming what asks for how much", async () => {
    const began = performance.now();
    await refused(
      ["--set", "model.units=200000"],
      1,
      /^error: training needs 1\.\d\d TiB of memory, [\d.]+ GiB can be had: 596\.05 GiB for recurrent weights with gradient and moments, /,
      "lower model.units",
    );
    expect(performance.now() - began).toBeLessThan(5000);
    await refused(
      ["--set", "train.batchSize=9000000"],
      1,
      "GiB for lists of active units",
      "lower model.units, train.batchSize, train.sequenceLength, workers",
    );
  });

  test("values out of range", async () => {
    await refused(
      ["--set", "world.boxWidth=-1"],
      2,
      'world.boxWidth (--set) is "-1"',
      "from 0.001 to 1000000",
    );
    await refused(["--set", "world.boxHeight=0.06"], 2, "world.boxHeight", "above 0.06, twice world.border");
    await refused(["--set", "model.units=0"], 2, 'model.units (--set) is "0"', "an integer of at least 1");
    await refused(["--set", "train.learningRate=NaN"], 2, "train.learningRate", "a number above 0");
    await refused(["--preset", "quik"], 2, "there is no preset quik", "did you mean quick?");
    await refused(["--set", "code.centres=absent.npy"], 1, "absent.npy", "check the path");
  });
});

test("a run that is done says so when it is resumed, and nothing changes", async () => {
  const run = await trainTinyRun(20);
  const before = contentsOf(run.path);
  const resume = (...more: string[]) => capture(["train", "--resume", "run", ...more], run);
  expect(await resume()).toEqual({
    code: 0,
    stdout: "done already: all 20 steps are made\n  look at it: bun run entorhinal evaluate run\n",
    stderr: "",
  });
  const answer = JSON.parse((await resume("--json")).stdout);
  const last = before["metrics.jsonl"]!.trim().split("\n").at(-1)!;
  const { loss, decodeErrorCm } = JSON.parse(last);
  const checkpoint = join(run.path, "checkpoints/step-000020.safetensors");
  const numbers = { step: 20, steps: 20, loss, decodeErrorCm };
  expect(answer).toEqual({ run: run.path, interrupted: false, checkpoint, ...numbers });
  expect(contentsOf(run.path)).toEqual(before);
});

test("a log that is gone does not keep a run from going on", async () => {
  const run = stoppedRun();
  rmSync(join(run.path, "metrics.jsonl"));
  expect(await capture(["train", "--resume", "run", "--quiet"], run)).toMatchObject({ code: 0 });
  expect(readCheckpoint(newestOf(run)).step).toBe(60);
});

test("the manifest names the device that was used", async () => {
  const { device } = JSON.parse(readFileSync(join(stopped.path, "manifest.json"), "utf8"));
  expect(device).toBe("hybrid");
});
