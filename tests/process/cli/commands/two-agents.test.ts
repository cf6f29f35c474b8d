/** The usual commands with a network that tells the places of two agents. */
import { expect, test } from "bun:test";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readNpz } from "../../../../src/format/npz.ts";
import { readSafetensors } from "../../../../src/format/safetensors.ts";
import { rnnParameters } from "../../../../src/networks/rnn/path-rnn.ts";
import { capture } from "../../../support/capture.ts";
import { asNpz, sayings, weights } from "../../../support/small-network.ts";
import { newestOf, trainTinyRun } from "../../../support/tiny-run.ts";

const choice = ["--set", "code.agents=2", "--set", "code.topK=6"];
const run = await trainTinyRun(20, choice);
const short = ["--trajectories", "40", "--blas", "wasm"];

async function answered(...words: string[]): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await capture([...words, "--json", ...short], run);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return JSON.parse(stdout) as Record<string, unknown>;
}

test("every step logs the errors of each and of both", () => {
  const lines = readFileSync(join(run.path, "metrics.jsonl"), "utf8").trim().split("\n");
  expect(lines).toHaveLength(20);
  for (const line of lines) {
    const { decodeErrorCm, bothErrorCm } = JSON.parse(line) as Record<string, number>;
    // Both together are at least as far off as the mean of both, times the root of 2.
    expect(decodeErrorCm).toBeGreaterThan(20);
    expect(bothErrorCm).toBeGreaterThan(decodeErrorCm!);
  }
});

test("evaluate and decode say both errors beside floor and chance", async () => {
  const evaluated = await answered("evaluate", "run");
  expect(evaluated).toMatchObject({ readout: null, units: 16 });
  const decoded = await answered("decode", "run");
  for (const of of ["self", "other"]) {
    const { bothErrorCm } = await answered("decode", "run", "--of", of);
    expect(bothErrorCm as number).toBeCloseTo(decoded.bothErrorCm as number, 6);
  }
  expect(evaluated.bothErrorCm as number).toBeCloseTo(decoded.bothErrorCm as number, 3);
  expect(decoded.bothFloorCm as number).toBeLessThan(decoded.bothChanceCm as number);
  const { stdout } = await capture(["decode", "run", ...short, "--draw", "0"], run);
  expect(stdout).toContain("cm, median in four dimensions");
});

test("a figure of single paths tells them apart as decode does, and no code by itself", async () => {
  const figure = ["figure", "run", "path", "--trajectories", "2", "--out", "path.svg", "--blas", "wasm"];
  const { code, stdout } = await capture([...figure, "--json"], run);
  expect(code).toBe(0);
  expect(JSON.parse(stdout).caption).toContain("of the two clusters of the 6 best place cells");
  const refused = await capture([...figure, "--encoded", "--force"], run);
  expect([refused.code, refused.stdout]).toEqual([2, ""]);
  expect(refused.stderr).toContain("--encoded");
});

test("maps of a place seen from the other agent reach over twice the box, and say so", async () => {
  const maps = ["ratemaps", "run", "--of", "relative", "--out", "maps.npz", ...short.with(1, "400")];
  const { code, stdout } = await capture(maps, run);
  expect(code).toBe(0);
  expect(stdout).toContain("place of the first agent as seen from the second");
  const data = readNpz(readFileSync(join(run.cwd, "maps.npz"))).get("occupancy").data as Int32Array;
  const middle = data.subarray(100, 300).reduce((sum, count) => sum + count, 0);
  // Differences of uniform places: three quarters are within half of the largest.
  expect(middle / 2000).toBeGreaterThan(0.65);
  expect(middle / 2000).toBeLessThan(0.85);
});

test("goes on where it stopped, to the last bit", async () => {
  const whole = readFileSync(newestOf(run));
  rmSync(newestOf(run));
  const { code, stderr } = await capture(["train", "--resume", "run", "--workers", "1"], run);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(readFileSync(newestOf(run)).equals(whole)).toBe(true);
});

test("comes back from a file as it was", async () => {
  expect(await capture(["export", "run", "--out", "network.safetensors"], run)).toMatchObject({ code: 0 });
  expect(await capture(["import", "network.safetensors", "--out", "again"], run)).toMatchObject({ code: 0 });
  const tensorsOf = (path: string) => readSafetensors(readFileSync(path), path).tensors;
  const before = tensorsOf(newestOf(run));
  const after = tensorsOf(newestOf({ cwd: run.cwd, path: join(run.cwd, "again") }));
  for (const [name, tensor] of after) expect({ name, tensor }).toEqual({ name, tensor: before.get(name)! });
  expect(await answered("decode", "again")).toEqual(await answered("decode", "run"));
});

test("a network of one agent has no other, a file none at all", async () => {
  const { code, stderr } = await capture(["ratemaps", "quick", "--of", "other", ...short], run);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: "error: this network tells of one agent\n  leave out --of: it is for networks of two\n",
  });
  const file = await capture(["ratemaps", "maps.npz", "--of", "other"], run);
  expect(file.stderr).toContain("--of is for networks");
  const encoded = await capture(["decode", "run", "--encoded"], run);
  expect(encoded).toMatchObject({ code: 2 });
  expect(encoded.stderr).toContain("leave out --encoded");
});

test("a file of somebody's network with four inputs is one of two agents", async () => {
  const arrays = weights();
  const name = rnnParameters.input.stored;
  const input = { kind: "float32" as const, shape: [6, 4], data: new Float32Array(24).fill(0.1) };
  writeFileSync(join(run.cwd, "theirs.npz"), asNpz({ ...arrays, [name]: input }));
  const words = ["import", "theirs.npz", ...sayings, "--centres", "random", "--out", "theirs"];
  const imported = await capture(words, run);
  expect(imported).toMatchObject({ code: 0 });
  const config = readFileSync(join(run.cwd, "theirs/config.yaml"), "utf8");
  expect(config).toMatch(/\n {2}agents: 2\n/);
  expect(config).toMatch(/\n {2}topK: 5\n/);
  const one = await capture([...words.slice(0, -1), "no", "--set", "code.agents=1"], run);
  expect(one).toMatchObject({ code: 2, stderr: expect.stringContaining("code.agents is 1 (--set") });
});
