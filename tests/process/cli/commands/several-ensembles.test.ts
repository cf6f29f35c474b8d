/** The usual commands with a network that is asked for several ensembles. */
import { expect, test } from "bun:test";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { readSafetensors } from "../../../../src/format/safetensors.ts";
import { capture } from "../../../support/capture.ts";
import { newestOf, trainTinyRun } from "../../../support/tiny-run.ts";

const short = ["--trajectories", "40", "--blas", "wasm"];
const choice = [
  ...["model.kind=gru", "model.input=egocentric", "model.velocityNoise=0.1, 0, 0"],
  ...["code.morePlaces=9:0.7", "code.headCells=6", "code.headMeans=random", "code.moreHeads=3:2"],
  ...["code.targets=sample", "code.starts=softmax"],
].flatMap((assignment) => ["--set", assignment]);

const tensorsOf = (path: string) => readSafetensors(readFileSync(path), path).tensors;

const run = await trainTinyRun(20, choice);

test("it logs both losses and the heading error", () => {
  const lines = readFileSync(join(run.path, "metrics.jsonl"), "utf8").trim().split("\n");
  const last = JSON.parse(lines.at(-1)!);
  expect(last.placeLoss + last.headLoss).toBeCloseTo(last.loss, 2);
  expect(last.headingErrorRad).toBeWithin(0, Math.PI);
});

test("it goes on where it stopped, to the last bit, with another number of workers", async () => {
  const whole = readFileSync(newestOf(run));
  rmSync(newestOf(run));
  const { code } = await capture(["train", "--resume", "run", "--workers", "1"], run);
  expect(code).toBe(0);
  expect(readFileSync(newestOf(run)).equals(whole)).toBe(true);
});

test("its checkpoint has where all cells lie", () => {
  const tensors = tensorsOf(newestOf(run));
  const shapes = ["place_centres", "place_centres_2", "head_means", "head_means_2"].map(
    (name) => tensors.get(name)!.shape,
  );
  expect(shapes).toEqual([[32, 2], [9, 2], [6], [3]]);
  expect(tensors.get("decoder.weight")!.shape).toEqual([50, 16]);
});

test("it is evaluated, trained and untrained", async () => {
  const evaluated = async (...more: string[]) => {
    const { code, stdout, stderr } = await capture(["evaluate", "run", "--json", ...short, ...more], run);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    return JSON.parse(stdout) as { decodeErrorCm: number };
  };
  const [trained, untrained] = [await evaluated(), await evaluated("--untrained")];
  expect(trained.decodeErrorCm).not.toBe(untrained.decodeErrorCm);
});

test("arena draws the first ensemble and names the others", async () => {
  const { stdout } = await capture(["arena", "run"], run);
  expect(stdout).toMatch(
    /place cells +32, each of width 0.4 m\nnot drawn +9 place cells of a further ensemble\n/,
  );
  expect(stdout).toMatch(/not drawn +6 head-direction cells\nnot drawn +3 head-direction cells\n/);
  const { otherEnsembles } = JSON.parse((await capture(["arena", "run", "--json"], run)).stdout);
  expect(otherEnsembles[2]).toEqual({ cells: 3, quantity: "head" });
});

test.each(["npz", "safetensors"])("it comes back from a file .%s as it was", async (format) => {
  expect(await capture(["export", "run", "--out", `network.${format}`], run)).toMatchObject({ code: 0 });
  const again = await capture(["import", `network.${format}`, "--out", `again-${format}`], run);
  expect(again).toMatchObject({ code: 0 });
  expect(again.stdout).toContain("imported 16 units and 32 + 9 place cells and 6 + 3 head-direction cells");
  const before = tensorsOf(newestOf(run));
  const after = tensorsOf(newestOf({ cwd: run.cwd, path: join(run.cwd, `again-${format}`) }));
  expect([...after.keys()]).toContain("head_means_2");
  for (const [name, tensor] of after) expect({ name, tensor }).toEqual({ name, tensor: before.get(name)! });
});

test("a training from it keeps where its cells lie, or says that they are made anew", async () => {
  const flags = [...choice, "--steps", "1", "--blas", "wasm"];
  const from = (name: string, ...more: string[]) =>
    capture(["train", "--from", "run", "--config", "run/config.yaml", "--run", name, ...flags, ...more], run);
  const same = await from("same", "--set", "code.targets=voronoi");
  expect(same).toMatchObject({ code: 0 });
  expect(same.stderr).not.toContain("made anew");
  const anew = await from("anew", "--set", "code.headMeans=evenly");
  expect(anew).toMatchObject({ code: 0 });
  expect(anew.stderr).toContain(
    "place_centres, place_centres_2, head_means, head_means_2 made anew: code.headMeans: random → evenly",
  );
  const other = await from("other", "--set", "code.headCells=7");
  expect(other).toMatchObject({ code: 2 });
  expect(other.stderr).toContain("leave out code.headCells: 6 → 7");
});
