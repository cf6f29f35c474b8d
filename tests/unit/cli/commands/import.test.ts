import { describe, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeNpy } from "../../../../src/format/npy.ts";
import { npyArray } from "../../../../src/format/npy-array.ts";
import { writeNpz } from "../../../../src/format/npz.ts";
import { writeZip } from "../../../../src/format/zip-write.ts";
import { type Checkpoint, readCheckpoint } from "../../../../src/run/checkpoint.ts";
import { folderWith, published } from "../../../support/import-folder.ts";
import { kerasKernels, kerasList } from "../../../support/keras-list.ts";
import {
  asNpz,
  asSafetensors,
  centres,
  placeCells,
  sayings,
  units,
  weights,
} from "../../../support/small-network.ts";
import { dictionary, stateDictionary, text } from "../../../support/torch-writer.ts";

const centresOf = ({ file }: Checkpoint) => Array.from(file.tensors.get("place_centres")!.data, Number);

describe("the same network in every form gives the same checkpoint", () => {
  const kernels = () => {
    const [encoder, input, recurrent, decoder] = Object.values(weights()).map(({ shape, data }) => {
      const [rows, columns] = shape as [number, number];
      const turned = Float32Array.from(data, (_, i) => data[(i % rows) * columns + Math.floor(i / rows)]!);
      return npyArray(turned, [columns, rows]);
    });
    return { arr_0: encoder!, arr_1: input!, arr_2: recurrent!, arr_3: decoder! };
  };
  const forms: Record<string, Uint8Array> = {
    "plain.pth": stateDictionary(weights()),
    "model.pt": stateDictionary(weights(), (state) => dictionary({ epoch: text("7"), model: state })),
    "wrapped.pth": stateDictionary(
      Object.fromEntries(Object.entries(weights()).map(([name, array]) => [`module.${name}`, array])),
    ),
    "arrays.npz": asNpz(weights()),
    "tensors.safetensors": asSafetensors(weights()),
    "keras.npz": writeNpz(kernels()),
  };
  const { cli, checkpoint } = folderWith(forms);
  test.each(Object.keys(forms))("%s", async (file) => {
    const { code, stdout, stderr } = await cli(
      "import",
      file,
      "--out",
      `run-${file}`,
      ...sayings,
      ...published,
      "--json",
    );
    expect(stderr).not.toContain("error");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ units, placeCells, file, notTaken: [] });
    const { file: saved, step, settings } = checkpoint(`run-${file}`);
    for (const [name, array] of Object.entries(weights())) expect(saved.tensors.get(name)).toEqual(array);
    expect(step).toBe(0);
    expect(settings).toMatchObject({
      world: { boxWidth: 1.6, boxHeight: 1.4, dt: 0.02 },
      code: { placeCells, width: 0.3, centres: "numpySeed0" },
      model: { units, activation: "relu", velocityUnit: "metresPerStep" },
    });
  });
});

test("a list of Keras's kernels is encoder, velocity, recurrent, decoder, each turned", async () => {
  const { cli, checkpoint } = folderWith({
    "list.npy": kerasList(),
  });
  const { code } = await cli("import", "list.npy", "--out", "run", ...sayings, ...published);
  expect(code).toBe(0);
  const { tensors } = checkpoint("run").file;
  Object.keys(weights()).forEach((name, k) => {
    const { shape, values } = kerasKernels[k]!;
    const tensor = tensors.get(name)!;
    expect(tensor.shape).toEqual(shape.toReversed());
    const [rows, columns] = shape as [number, number];
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        expect(tensor.data[column * rows + row]).toBe(values[row * columns + column]!);
      }
    }
  });
});

test("such a list in an archive, with its centres beside it", async () => {
  const member = (name: string, content: Uint8Array) => ({ name: `${name}.npy`, bytes: content });
  const pc = member("pc_centers", writeNpy(npyArray(Float64Array.of(0, 0, 0.1, 0.1, 0.2, 0.3), [3, 2])));
  const { cli, checkpoint } = folderWith({
    "one.npz": writeZip([member("weights", kerasList()), pc], true),
    "two.npz": writeZip([member("a", kerasList()), member("b", kerasList()), pc], true),
    "five.npz": writeNpz(Object.fromEntries([0, 1, 2, 3, 4].map((i) => [`arr_${i}`, fiveKernels[i]!]))),
  });
  const one = await cli("import", "one.npz", "--out", "one", ...sayings);
  expect(one).toMatchObject({ code: 0, stderr: "took weights\nthe weights were rounded to float32\n" });
  expect(centresOf(checkpoint("one"))).toEqual([...Float32Array.of(0, 0, 0.1, 0.1, 0.2, 0.3)]);
  const two = await cli("import", "two.npz", "--out", "two", ...sayings);
  expect(two).toMatchObject({ code: 2, stderr: expect.stringContaining("choose one by --key: a, b") });
  const b = await cli("import", "two.npz", "--out", "two", ...sayings, "--key", "b");
  expect(b).toMatchObject({ code: 0, stderr: expect.stringContaining("left out: a\n") });
  const five = await cli("import", "five.npz", "--out", "five", ...sayings, ...published);
  expect(five.stderr).toContain("five.npz has 4, which a plain RNN has no place for");
});

/** Four kernels and a bias. */
const fiveKernels = [...kerasKernels, { shape: [4], values: new Float64Array(4) }].map(({ shape, values }) =>
  npyArray(values, shape),
);

describe("the run", () => {
  const { cwd, cli, checkpoint } = folderWith({
    "theirs.npz": asNpz({ ...weights(), place_centres: centres, loss: centres }),
  });
  const imported = cli(
    "import",
    "theirs.npz",
    "--out",
    "runs/theirs",
    ...sayings,
    "--set",
    "train.steps=3",
    "--set",
    "train.batchSize=4",
    "--set",
    "code.topK=1",
  );
  const small = ["--trajectories", "50", "--blas", "wasm", "--bins", "8"];

  test("says what it is, and what was left out", async () => {
    const { code, stdout, stderr } = await imported;
    expect(code).toBe(0);
    expect(stdout).toContain("imported 6 units and 5 place cells from theirs.npz (npz)");
    expect(stdout).toContain("6 relu units, velocity in metresPerStep, dt 0.02 s");
    expect(stderr).toBe("left out: loss\n");
    expect(readdirSync(join(cwd, "runs/theirs")).sort()).toEqual([
      ...["checkpoints", "config.yaml", "figures", "manifest.json", "place-centres.npy"],
    ]);
    const manifest = JSON.parse(readFileSync(join(cwd, "runs/theirs/manifest.json"), "utf8"));
    expect(manifest.sessions).toEqual([]);
    expect(manifest.imported).toEqual({
      ...{ file: "theirs.npz", format: "npz", key: null, step: null, notTaken: ["loss"] },
      sha256: new Bun.CryptoHasher("sha256").update(readFileSync(join(cwd, "theirs.npz"))).digest("hex"),
    });
    expect(centresOf(checkpoint("runs/theirs"))).toEqual([...Float32Array.from(centres.data)]);
  });

  test("can be listed, evaluated, mapped, scored, trained on and exported", async () => {
    await imported;
    expect(JSON.parse((await cli("runs", "--json")).stdout).runs[0]).toMatchObject({
      ...{ name: "theirs", state: "imported", step: 0, steps: 3, importedFrom: "theirs.npz" },
    });
    const evaluated = await cli("evaluate", "runs/theirs", ...small, "--json");
    expect(JSON.parse(evaluated.stdout)).toMatchObject({ step: 0, units, samples: 1000 });
    expect((await cli("ratemaps", "runs/theirs", ...small, "--best", "0", "--out", "maps.npz")).code).toBe(0);
    expect((await cli("score", "maps.npz", "--key", "rate_map", "--null", "none", "--json")).code).toBe(0);
    const before = [...checkpoint("runs/theirs").file.tensors.get("decoder.weight")!.data];
    const resumed = await cli("train", "--resume", "runs/theirs", "--blas", "wasm", "--json");
    expect(resumed.stderr).toContain("resuming at step 0");
    expect(resumed.stderr).not.toContain("steps so far");
    expect(JSON.parse(resumed.stdout)).toMatchObject({ step: 3, interrupted: false });
    expect(JSON.parse((await cli("runs", "--json")).stdout).runs[0]).toMatchObject({
      state: "done",
      step: 3,
    });
    const after = readCheckpoint(join(cwd, "runs/theirs/checkpoints/step-000003.safetensors"));
    expect([...after.file.tensors.get("decoder.weight")!.data]).not.toEqual(before);
    // Adam's first steps change a weight by the learning rate at most: training went on from the imported ones.
    after.file.tensors.get("decoder.weight")!.data.forEach((value, i) => {
      expect(Math.abs(Number(value) - Number(before[i]))).toBeLessThan(0.02);
    });
  });

  test("centres that are asked for go over those of the file, and it is said", async () => {
    const { stderr } = await cli(
      "import",
      "theirs.npz",
      "--out",
      "other",
      ...sayings,
      ...published,
      "--set",
      "code.topK=1",
    );
    expect(stderr).toContain("the file's own place_centres were not taken");
    expect(checkpoint("other").settings).toMatchObject({ code: { centres: "numpySeed0" } });
    writeFileSync(join(cwd, "my.npy"), writeNpy(npyArray(new Float64Array(10).fill(3), [5, 2])));
    const mine = await cli("import", "theirs.npz", "--out", "mine", ...sayings, "--centres", "my.npy");
    expect(mine.stderr).toContain("5 of 5 place cells are outside the box of 1.6 x 1.4 m");
    expect(centresOf(checkpoint("mine"))).toEqual(new Array(10).fill(3));
  });
});

describe("what is missing to be known", () => {
  const { cwd, cli } = folderWith({ "w.pth": stateDictionary(weights()) });
  const needed =
    "--activation --velocity-unit --dt --box-width --box-height --code --place-cell-width --surround --centres";

  test("is named at once, without a terminal", async () => {
    const { code, stdout, stderr } = await cli("import", "w.pth", "--out", "run");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toStartWith(`error: import needs ${needed}\n`);
    expect(existsSync(join(cwd, "run"))).toBe(false);
  });

  test("is what no flag, setting, file or preset gives", async () => {
    writeFileSync(join(cwd, "my.yaml"), "world:\n  dt: 0.02\n");
    const some = [
      "--set",
      "model.activation=tanh",
      "--code",
      "gaussian",
      "--box-width",
      "2",
      "--config",
      "my.yaml",
    ];
    const { stderr } = await cli("import", "w.pth", "--out", "run", ...some);
    expect(stderr).toStartWith(
      "error: import needs --velocity-unit --box-height --place-cell-width --centres\n",
    );
    expect((await cli("import", "w.pth", "--out", "preset", "--preset", "sorscher2019")).code).toBe(0);
  });
});
