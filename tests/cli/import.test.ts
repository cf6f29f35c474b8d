import { describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeNpy } from "../../src/format/npy.ts";
import { npyArray } from "../../src/format/npy-array.ts";
import { writeNpz } from "../../src/format/npz.ts";
import { writeZip } from "../../src/format/zip-write.ts";
import { readCheckpoint } from "../../src/train/checkpoint.ts";
import { kerasKernels, kerasList } from "../format/keras-list.ts";
import {
  call,
  dictionary,
  global,
  ordered,
  stateDictionary,
  tensor,
  text,
  torchZip,
} from "../format/torch-writer.ts";
import { temporaryDirectory } from "../temporary.ts";
import { capture } from "./capture.ts";
import {
  type Arrays,
  asNpz,
  asSafetensors,
  centres,
  placeCells,
  sayings,
  units,
  weights,
} from "./small-network.ts";

/** A folder with these files, and a way to run commands in it. */
function folderWith(files: Readonly<Record<string, Uint8Array>>) {
  const cwd = temporaryDirectory();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(cwd, name), content);
  const cli = (...argv: string[]) => capture(argv, { cwd });
  const checkpoint = (run: string) => readCheckpoint(join(cwd, run, "checkpoints/step-000000.safetensors"));
  return { cwd, cli, checkpoint };
}

const without = (name: string): Arrays => {
  const { [name]: _, ...rest } = weights();
  return rest;
};

const published = ["--centres", "numpySeed0"];

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
  expect(Array.from(checkpoint("one").centres)).toEqual([...Float32Array.of(0, 0, 0.1, 0.1, 0.2, 0.3)]);
  const two = await cli("import", "two.npz", "--out", "two", ...sayings);
  expect(two).toMatchObject({ code: 2, stderr: expect.stringContaining("choose one by --key: a, b") });
  const b = await cli("import", "two.npz", "--out", "two", ...sayings, "--key", "b");
  expect(b).toMatchObject({ code: 0, stderr: expect.stringContaining("left out: a\n") });
  const five = await cli("import", "five.npz", "--out", "five", ...sayings, ...published);
  expect(five.stderr).toContain("five.npz has 4, which this network has no place for");
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
    expect(stdout).toContain("relu, velocity in metresPerStep, dt 0.02 s");
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
    expect(Array.from(checkpoint("runs/theirs").centres)).toEqual([...Float32Array.from(centres.data)]);
  });

  test("can be listed, evaluated, mapped, scored, trained on and exported", async () => {
    await imported;
    expect(JSON.parse((await cli("runs", "--json")).stdout).runs[0]).toMatchObject({
      ...{ name: "theirs", state: "imported", step: 0, steps: 3, importedFrom: "theirs.npz" },
    });
    const evaluated = await cli("evaluate", "runs/theirs", ...small, "--json");
    expect(JSON.parse(evaluated.stdout)).toMatchObject({ step: 0, units, samples: 1000 });
    expect((await cli("ratemaps", "runs/theirs", ...small, "--best", "0", "--out", "maps.npz")).code).toBe(0);
    expect((await cli("score", "maps.npz", "--key", "rate_map", "--null", "0", "--json")).code).toBe(0);
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
    expect(checkpoint("other").settings.code.centres).toBe("numpySeed0");
    writeFileSync(join(cwd, "my.npy"), writeNpy(npyArray(new Float64Array(10).fill(3), [5, 2])));
    const mine = await cli("import", "theirs.npz", "--out", "mine", ...sayings, "--centres", "my.npy");
    expect(mine.stderr).toContain("5 of 5 place cells are outside the box of 1.6 x 1.4 m");
    expect(Array.from(checkpoint("mine").centres)).toEqual(new Array(10).fill(3));
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

/** A state dictionary on the storages 0, 2, 4, 6 or 1, 3, 5, 7. */
const stateOf = (first: 0 | 1): Uint8Array =>
  ordered(
    Object.fromEntries(
      Object.entries(weights()).map(([name, { shape, data }], i) => [
        name,
        tensor({ key: String(2 * i + first), storage: "FloatStorage", count: data.length, shape }),
      ]),
    ),
  );

describe("refusals", () => {
  const state = (change: (arrays: Arrays) => void) => {
    const arrays = weights();
    change(arrays);
    return stateDictionary(arrays);
  };
  const shaped = (...shape: number[]) => ({
    kind: "float32" as const,
    shape,
    data: new Float32Array(shape.reduce((n, size) => n * size, 1)),
  });
  const two = stateDictionary(weights(), (one) => dictionary({ a: one, b: one }));
  const twice = stateDictionary({
    ...weights(),
    ...Object.fromEntries(Object.entries(weights()).map(([k, v]) => [`x.${k}`, v])),
  });
  // Two states of their own, as a network and its running mean.
  const several = torchZip(
    dictionary({ model: stateOf(0), mean: dictionary({ net: stateOf(1) }), step: text("3") }),
    Object.fromEntries(
      Object.values(weights())
        .flatMap(({ data }) => [data, data])
        .map((data, key) => [key, new Uint8Array(data.slice().buffer)]),
    ),
  );
  const nan = state((arrays) => {
    arrays["decoder.weight"]!.data[7] = Number.NaN;
  });
  const files: Record<string, Uint8Array> = {
    "lacks.pth": stateDictionary(without("RNN.weight_hh_l0")),
    "lacks.npz": asNpz(without("decoder.weight")),
    "bias.pth": state((arrays) => (arrays["RNN.bias_ih_l0"] = shaped(6) as never)),
    "bias.npz": asNpz({ ...weights(), "RNN.bias_hh_l0": shaped(6) }),
    "lstm.pth": state((arrays) => (arrays["RNN.weight_hh_l0"] = shaped(24, 6) as never)),
    "agents.pth": state((arrays) => (arrays["RNN.weight_ih_l0"] = shaped(6, 4) as never)),
    "turned.pth": state((arrays) => (arrays["decoder.weight"] = shaped(6, 5) as never)),
    "flat.pth": state((arrays) => (arrays["encoder.weight"] = shaped(30) as never)),
    "nan.pth": nan,
    "extra.pth": state((arrays) => {
      arrays["head.weight"] = shaped(2, 6) as never;
    }),
    "extra.npz": asNpz({ ...weights(), "head.weight": shaped(2, 6) }),
    "several.pth": several,
    "two.pth": two,
    "twice.pth": twice,
    "hostile.pth": torchZip(ordered({ a: call(global("os", "system"), text("touch owned")) }), {}),
    "plain.npy": writeNpy(npyArray(new Float32Array(4), [2, 2])),
    "three.npz": writeNpz({ arr_0: shaped(5, 6), arr_1: shaped(2, 6), arr_2: shaped(6, 6) }),
    "keras.h5": Buffer.from("\x89HDF\r\n\x1a\n and more", "latin1"),
    "list.pkl": Buffer.from("\x80\x04]\x94.", "latin1"),
    "text.txt": Buffer.from("hello, here are weights"),
    "empty.pth": new Uint8Array(),
    "cut.pth": stateDictionary(weights()).subarray(0, 900),
    "centres.npz": asNpz({ ...weights(), place_centres: shaped(4, 2) }),
    "good.pth": stateDictionary(weights()),
  };
  const { cwd, cli } = folderWith(files);
  mkdirSync(join(cwd, "full/of"), { recursive: true });

  test.each([
    ["lacks.pth", [], 1, "lacks.pth has no RNN.weight_hh_l0", "it has: encoder.weight"],
    ["lacks.npz", [], 1, "lacks.npz has no decoder.weight", "it has: encoder.weight"],
    ["bias.pth", [], 1, "bias.pth has RNN.bias_ih_l0", "--ignore RNN.bias_ih_l0"],
    ["bias.npz", [], 1, "bias.npz has RNN.bias_hh_l0", "expected only encoder.weight, RNN.weight_ih_l0"],
    ["lstm.pth", [], 1, "RNN.weight_hh_l0 has the shape (24, 6), expected (units, units)", "an LSTM"],
    ["agents.pth", [], 1, "RNN.weight_ih_l0 has the shape (6, 4), expected (6, 2)", "6 units, 5 place cells"],
    ["turned.pth", [], 1, "decoder.weight has the shape (6, 5), expected (5, 6)", "6 units, 5 place cells"],
    ["flat.pth", [], 1, "encoder.weight has the shape (30,), expected (6, place cells)", "6 recurrent units"],
    ["nan.pth", [], 1, "decoder.weight holds NaN at [1, 1]", "finite"],
    ["two.pth", ["--key", "c"], 2, "two.pth has no dictionary of tensors c", "a"],
    ["extra.pth", [], 1, "extra.pth has head.weight, which this network has no place for", "--ignore head"],
    ["several.pth", [], 2, "several.pth holds several dictionaries", "choose one by --key: model, mean.net"],
    ["twice.pth", [], 1, "several networks: RNN.weight_hh_l0, x.RNN.weight_hh_l0", "one of them"],
    ["hostile.pth", [], 1, "hostile.pth needs os.system", "torch.save(model.state_dict(), FILE)"],
    ["plain.npy", [], 1, "plain.npy is one array of numbers", "numpy.savez(FILE, *model.get_weights())"],
    ["three.npz", [], 1, "three.npz has no array 3", "it has: 0, 1, 2"],
    ["keras.h5", [], 1, "keras.h5 is an HDF5 file", "numpy.savez"],
    ["list.pkl", [], 1, "list.pkl is a pickle", "torch.save or numpy.savez"],
    ["text.txt", [], 1, "text.txt is of no format that is read", ".safetensors"],
    ["empty.pth", [], 1, "empty.pth is empty", "again"],
    ["cut.pth", [], 1, "cut.pth is truncated", "again"],
    ["absent.pth", [], 1, "absent.pth does not exist", "check the path"],
    ["centres.npz", [], 1, "place_centres has the shape (4, 2), expected (5, 2)", "--centres"],
    ["good.pth", ["--out", "full"], 1, "full exists and is not empty", "another directory"],
    ["good.pth", ["--ignore", "bias"], 2, "good.pth has no bias to ignore", "nothing is left over"],
    ["good.pth", ["--set", "model.units=7"], 2, "model.units is 7 (--set), good.pth has 6", "leave it out"],
    ["good.pth", ["--activation", "gelu"], 2, '--activation is "gelu"', "relu"],
    ["good.pth", ["--dt", "-1"], 2, 'world.dt (--dt) is "-1"', "a number above 0"],
    ["good.pth", ["--centres", "nowhere.npy"], 1, "nowhere.npy does not exist", "check the path"],
    ["good.pth", ["--centres", "numpySeed1"], 2, "numpySeed1", "numpySeed0"],
  ] as const)("%s %p", async (file, flags, code, cause, mend) => {
    const rest = flags.some((flag) => flag === "--centres") || file === "centres.npz" ? [] : published;
    const argv = [
      "import",
      file,
      "--out",
      "run",
      ...sayings,
      ...(file === "centres.npz" ? [] : rest),
      ...flags,
    ];
    const said = await cli(...argv);
    expect({ code: said.code, stdout: said.stdout }).toEqual({ code, stdout: "" });
    expect(said.stderr).toMatch(/^error: .*\n {2}.*\n$/);
    expect(said.stderr.split("\n")[0]).toContain(cause);
    expect(said.stderr.split("\n")[1]).toContain(mend);
    expect(existsSync(join(cwd, "run"))).toBe(false);
    expect(readdirSync(cwd).filter((name) => name.includes("partial") || name === "owned")).toEqual([]);
  });

  test("one network under two keys is one", async () => {
    const { code, stderr } = await cli(
      "import",
      "two.pth",
      "--out",
      "one",
      ...sayings,
      ...published,
      "--key",
      "a",
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "took a\n" });
  });

  test("of several networks --key takes one", async () => {
    const argv = ["import", "several.pth", "--out", "mean", ...sayings, ...published, "--key", "mean.net"];
    expect(await cli(...argv)).toMatchObject({ code: 0, stderr: "took mean.net\n" });
  });

  test("an archive may hold other arrays, which is said", async () => {
    const { code, stderr } = await cli("import", "extra.npz", "--out", "extra", ...sayings, ...published);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "left out: head.weight\n" });
  });

  test("what may be ignored is left out", async () => {
    const flags = ["--ignore", "RNN.bias_ih_l0", ...sayings, ...published];
    const { code, stderr } = await cli("import", "bias.pth", "--out", "ignored", ...flags);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "left out: RNN.bias_ih_l0\n" });
  });

  test("without --out", async () => {
    expect((await cli("import", "good.pth")).stderr).toBe("error: import needs --out\n  write: --out DIR\n");
  });
});
