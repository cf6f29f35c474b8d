/** A new run that begins with the weights of a network. */
import { describe, expect, test } from "bun:test";
import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { networkTensors, readCheckpoint } from "../../../../src/run/checkpoint.ts";
import { readMetrics } from "../../../../src/run/metrics-log.ts";
import { openRun } from "../../../../src/run/run-directory.ts";
import { savedConfig } from "../../../../src/session/resumed-run.ts";
import { capture } from "../../../support/capture.ts";
import { newestOf, trainTinyRun } from "../../../support/tiny-run.ts";

const run = await trainTinyRun(20);
cpSync(run.path, join(run.cwd, "runs/first"), { recursive: true });
const train = (...argv: string[]) => capture(["train", ...argv, "--workers", "2"], run);
const opened = (name: string) => openRun(join(run.cwd, name));
const sha256 = (path: string) => new Bun.CryptoHasher("sha256").update(readFileSync(path)).digest("hex");
const atStep0 = (name: string) => readCheckpoint(join(run.cwd, name, "checkpoints/step-000000.safetensors"));

describe("train --from", () => {
  test("begins with the weights and centres, at step 0 with a fresh optimizer, and says from where", async () => {
    const flags = ["--set", "train.learningRate=0.002", "--steps", "12", "--seed", "9", "--keep", "9"];
    const { code, stderr } = await train("--from", "first", "--run", "second", ...flags);
    expect(code).toBe(0);
    expect(stderr).toContain(
      "weights of step-000020.safetensors after 20 steps; optimizer and count of steps begin",
    );
    const began = atStep0("second");
    expect(began.file.tensors).toEqual(networkTensors(readCheckpoint(newestOf(run))));
    const { manifest } = opened("second");
    const sum = sha256(newestOf(run));
    expect(manifest.begunFrom).toEqual({ file: "step-000020.safetensors", sha256: sum, step: 20 });
    expect(manifest.sessions).toHaveLength(1);
    const config = savedConfig(opened("second"));
    const first = savedConfig(opened("run"));
    expect(config).toEqual({
      ...first,
      seed: 9,
      train: { ...first.train, steps: 12, learningRate: 0.002, keepCheckpoints: 9 },
      ...{ blas: "auto", workers: 2 },
    });
    const last = readCheckpoint(newestOf({ cwd: run.cwd, path: join(run.cwd, "second") }));
    expect([last.step, last.updates]).toEqual([12, 12]);
    const [logged] = readMetrics(join(run.cwd, "second/metrics.jsonl"));
    expect(logged).toMatchObject({ step: 1, learningRate: 0.002 / 5 });
  });

  test("goes on with the same bits after it was stopped at once", async () => {
    const flags = ["--from", newestOf(run), "--steps", "12", "--blas", "wasm", "--quiet"];
    expect((await train(...flags, "--run", "whole")).code).toBe(0);
    const stopped = await capture(["train", ...flags, "--run", "stopped"], { ...run, interrupted: true });
    expect(stopped.stdout).toStartWith("stopped at step 0 of 12, saved");
    expect((await train("--resume", "stopped", "--quiet")).code).toBe(0);
    const bits = ["whole", "stopped"].map((name) =>
      readFileSync(newestOf({ ...run, path: join(run.cwd, name) })),
    );
    expect(bits[0]!.equals(bits[1]!)).toBe(true);
    rmSync(join(run.cwd, "stopped/checkpoints"), { recursive: true });
    const { code, stderr } = await train("--resume", "stopped");
    expect(code).toBe(1);
    expect(stderr).toContain("has no checkpoint, and it began with the weights of step-000020.safetensors");
  });

  test("takes the network that comes along, by its name", async () => {
    const few = ["--steps", "1", "--set", "train.batchSize=4"];
    const { code } = await train("--from", "quick", ...few, "--quiet");
    expect(code).toBe(0);
    const [made] = [...new Bun.Glob("runs/from-quick-seed0-*/manifest.json").scanSync({ cwd: run.cwd })];
    expect(JSON.parse(readFileSync(join(run.cwd, made!), "utf8")).begunFrom).toMatchObject({
      file: "quick",
      step: 1300,
    });
  });

  test("makes the centres anew where the code or the box is another one, and says so", async () => {
    const flags = ["--set", "code.width=0.3", "--set", "code.centres=random", "--steps", "1"];
    const { code, stderr } = await train("--from", "run", "--run", "anew", ...flags);
    expect(code).toBe(0);
    expect(stderr).toContain(
      "place_centres made anew: code.width: 0.4 → 0.3; code.centres: jitteredLattice → random\n",
    );
    const centres = (name: string) => atStep0(name).file.tensors.get("place_centres");
    expect(centres("anew")).not.toEqual(centres("second"));
  });

  test("stands in a report's commands", async () => {
    const words = ["report", "second", "--out", "second.html", "--trajectories", "20"];
    expect(await capture(words, run)).toMatchObject({ code: 0 });
    const page = readFileSync(join(run.cwd, "second.html"), "utf8");
    expect(page).toContain("bun run train --from step-000020.safetensors --config config.yaml");
  });
});

describe("what is refused, leaving nothing behind", () => {
  const refusals: readonly [string, readonly string[], string, string][] = [
    [
      "sizes that disagree, all of them",
      ["--set", "model.units=8", "--run", "refused"],
      "the weights of run do not fit these settings: encoder.weight [16, 32] → [8, 32]; RNN.weight_ih_l0 [16, 2] → [8, 2]; RNN.weight_hh_l0 [16, 16] → [8, 8]; decoder.weight [32, 16] → [32, 8]",
      "leave out model.units: 16 → 8, or train anew without --from",
    ],
    [
      "other place cells",
      ["--set", "code.placeCells=33", "--run", "refused"],
      "decoder.weight [32, 16] → [33, 16]",
      "leave out code.placeCells: 32 → 33",
    ],
    [
      "another kind of network",
      ["--preset", "quick-gru", "--run", "refused"],
      "model.kind of run is rnn, preset quick-gru has gru",
      "leave it out, or train anew",
    ],
    ["a run to go on with beside it", ["--resume", "run"], "--from and --resume together", "choose one"],
  ];
  test.each(refusals)("%s", async (_, flags, cause, mend) => {
    const { code, stdout, stderr } = await train("--from", "run", ...flags);
    expect([code, stdout]).toEqual([2, ""]);
    const [first, second] = stderr.split("\n");
    expect(first).toContain(cause);
    expect(second).toContain(mend);
    expect(existsSync(join(run.cwd, "refused"))).toBe(false);
  });

  test("a network that is not there", async () => {
    const { code, stderr } = await train("--from", "frist");
    expect(code).toBe(1);
    expect(stderr).toContain("there is no run or checkpoint frist\n  did you mean first?");
  });
});
