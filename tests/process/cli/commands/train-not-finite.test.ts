import { describe, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readSafetensors } from "../../../../src/format/safetensors.ts";
import { readCheckpoint } from "../../../../src/run/checkpoint.ts";
import { capture } from "../../../support/capture.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";
import { editCheckpoint, newestOf, trainTinyRun, wantSteps } from "../../../support/tiny-run.ts";
import { tinyFlags } from "../../../support/tiny-training.ts";

const arrays = [
  ["encoder.weight", "encoder weights"],
  ["RNN.weight_ih_l0", "input weights"],
  ["RNN.weight_hh_l0", "recurrent weights"],
  ["decoder.weight", "decoder weights"],
  ["adam.exp_avg.decoder.weight", "decoder first moment"],
  ["adam.exp_avg_sq.RNN.weight_hh_l0", "recurrent second moment"],
] as const;

describe("a run that goes on with NaN", () => {
  test.each(arrays)("in %s stops and names the %s", async (tensor, label) => {
    const run = await trainTinyRun(10);
    wantSteps(run, 60);
    editCheckpoint(newestOf(run), (tensors) => {
      tensors.get(tensor)!.data[3] = Number.NaN;
    });
    const before = readFileSync(newestOf(run));
    const { code, stdout, stderr } = await capture(["train", "--resume", "run", "--quiet", "--json"], {
      cwd: run.cwd,
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toStartWith(`error: step 10: a value of the ${label} is not finite\n`);
    const kept = join(run.path, "checkpoints/not-finite.safetensors");
    expect(stderr).toContain(`the state is kept in ${kept}`);
    const state = readSafetensors(readFileSync(kept), kept);
    expect(state.tensors.get(tensor)!.data[3]).toBeNaN();
    expect(newestOf(run)).toEndWith("step-000010.safetensors");
    expect(readFileSync(newestOf(run)).equals(before)).toBe(true);
    expect(existsSync(join(run.path, "running.json"))).toBe(false);
  });

  test("is not evaluated either", async () => {
    const run = await trainTinyRun(10);
    editCheckpoint(newestOf(run), (tensors) => {
      tensors.get("RNN.weight_hh_l0")!.data[0] = Number.NEGATIVE_INFINITY;
    });
    for (const command of ["evaluate", "ratemaps"]) {
      const { code, stdout, stderr } = await capture([command, "run"], { cwd: run.cwd });
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr).toContain("recurrent weights hold values that are not finite");
    }
    const figure = (kind: string) =>
      capture(["figure", "run", kind, "--out", `${kind}.svg`], { cwd: run.cwd });
    expect((await figure("decode")).stderr).toContain("recurrent weights hold values that are not finite");
    // What was logged until then can still be seen.
    expect((await figure("loss")).code).toBe(0);
  });
});

describe("a run that explodes", () => {
  const explode = (cwd: string, ...more: string[]) =>
    capture(["train", ...tinyFlags, "--run", "run", "--quiet", ...more], { cwd });

  test("stops, keeps the state apart from what it can go on from, and goes on to the same end", async () => {
    const cwd = temporaryDirectory();
    const { code, stdout, stderr } = await explode(cwd, "--set", "train.learningRate=1e30");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^error: step 2: a value of the hidden states at time step \d is not finite\n/);
    expect(readdirSync(join(cwd, "run/checkpoints")).sort()).toEqual([
      "not-finite.safetensors",
      "step-000001.safetensors",
    ]);
    expect(readCheckpoint(join(cwd, "run/checkpoints/not-finite.safetensors")).step).toBe(1);
    const resumed = await capture(["train", "--resume", "run", "--quiet"], { cwd });
    expect(resumed).toEqual({ code, stdout, stderr });
  });

  test("in its last step does not end as if all were well", async () => {
    const cwd = temporaryDirectory();
    // 1e38 / (1 - beta1) is beyond float32: the update itself makes infinite weights after a finite loss.
    const rate = ["--set", "train.learningRate=1e38", "--set", "train.warmupSteps=0"];
    const { code, stdout, stderr } = await explode(cwd, ...rate, "--steps", "1");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toStartWith("error: step 1: a value of the encoder weights is not finite\n");
    expect(readdirSync(join(cwd, "run/checkpoints"))).toEqual(["not-finite.safetensors"]);
  });
});
