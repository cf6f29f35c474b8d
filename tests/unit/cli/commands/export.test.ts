import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Tree } from "../../../../src/config/tree.ts";
import { readNpz } from "../../../../src/format/npz.ts";
import { readSafetensors } from "../../../../src/format/safetensors.ts";
import { readCheckpoint } from "../../../../src/run/checkpoint.ts";
import { capture } from "../../../support/capture.ts";
import { newestOf, trainTinyRun } from "../../../support/tiny-run.ts";

const run = await trainTinyRun(12);
const cli = (...argv: string[]) => capture(argv, run);
const original = readCheckpoint(newestOf(run));
const names = ["encoder.weight", "RNN.weight_ih_l0", "RNN.weight_hh_l0", "decoder.weight", "place_centres"];

/** A stored float32 array as the integers behind its values: equal only when every bit is. */
const bitsOf = (data: ArrayLike<unknown>): number[] => {
  const floats = data as Float32Array;
  return [...new Uint32Array(floats.buffer.slice(floats.byteOffset, floats.byteOffset + floats.byteLength))];
};

describe.each(["out.npz", "out.safetensors"])("%s", (file) => {
  test("holds weights, centres and settings, and comes back bit for bit by import", async () => {
    const { code, stdout } = await cli("export", "run", "--out", file, "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      step: 12,
      arrays: { "encoder.weight": [16, 32] },
      settings: { seed: 5 },
    });
    const path = join(run.cwd, file);
    const npz = file.endsWith("npz") ? readNpz(path) : undefined;
    const tensors = npz ? undefined : readSafetensors(readFileSync(path), file).tensors;
    expect(npz?.names() ?? [...tensors!.keys()]).toEqual([...names, ...(npz ? ["settings", "step"] : [])]);
    for (const name of names) {
      const array = npz?.get(name) ?? tensors!.get(name)!;
      expect(array.shape).toEqual(original.file.tensors.get(name)!.shape);
      expect(bitsOf(array.data)).toEqual(bitsOf(original.file.tensors.get(name)!.data));
    }
    const imported = await cli("import", file, "--out", `back-${file}`);
    expect(imported).toMatchObject({ code: 0, stderr: "" });
    const back = readCheckpoint(join(run.cwd, `back-${file}/checkpoints/step-000000.safetensors`));
    for (const name of names) {
      expect(bitsOf(back.file.tensors.get(name)!.data)).toEqual(
        bitsOf(original.file.tensors.get(name)!.data),
      );
    }
    const centres = join(run.cwd, `back-${file}/place-centres.npy`);
    const { code: theirs, ...rest } = original.settings;
    expect(back.settings).toEqual({ ...rest, code: { ...(theirs as Tree), centres } });
    const manifest = JSON.parse(readFileSync(join(run.cwd, `back-${file}/manifest.json`), "utf8"));
    expect(manifest.imported.step).toBe(12);
    // What it is exported as once more is the same, without the place of its files.
    await cli("export", `back-${file}`, "--out", `again-${file}`);
    const text = readFileSync(join(run.cwd, `again-${file}`), "latin1");
    expect(text).not.toContain(run.cwd);
  });

  test("an imported copy evaluates like the run", async () => {
    const small = ["--trajectories", "100", "--blas", "wasm", "--bins", "8", "--json"];
    const answers = [];
    for (const what of ["run", `back-${file}`]) {
      const { step: _, ...answer } = JSON.parse((await cli("evaluate", what, ...small)).stdout);
      answers.push(answer);
    }
    expect(answers[1]).toEqual(answers[0]);
  });
});

test("an exported safetensors file is a checkpoint without optimizer", async () => {
  await cli("export", "run", "--out", "c.safetensors");
  expect((await cli("evaluate", "c.safetensors", "--trajectories", "20", "--blas", "wasm")).code).toBe(0);
  expect((await cli("export", "c.safetensors", "--out", "c.npz")).code).toBe(0);
});

test("refusals leave nothing behind", async () => {
  writeFileSync(join(run.cwd, "mine.npz"), "mine");
  const cases: [string[], 1 | 2, string][] = [
    [["run"], 2, "export needs --out"],
    [["run", "--out", "x.pth"], 2, "--out x.pth is neither .npz nor .safetensors"],
    [["run", "--out", "mine.npz"], 1, "mine.npz exists"],
    [["absent", "--out", "x.npz"], 1, "there is no run or checkpoint absent"],
    [["run", "--out", "nowhere/x.npz"], 1, "nowhere does not exist"],
  ];
  for (const [argv, code, cause] of cases) {
    const said = await cli("export", ...argv);
    expect({ argv, code: said.code, stdout: said.stdout }).toEqual({ argv, code, stdout: "" });
    expect(said.stderr).toMatch(/^error: .*\n {2}.*\n$/);
    expect(said.stderr).toContain(cause);
  }
  expect(readFileSync(join(run.cwd, "mine.npz"), "utf8")).toBe("mine");
  expect(existsSync(join(run.cwd, "x.npz"))).toBe(false);
});
