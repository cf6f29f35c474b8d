import { describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { writeNpy } from "../../../../src/format/npy.ts";
import { npyArray } from "../../../../src/format/npy-array.ts";
import { writeNpz } from "../../../../src/format/npz.ts";
import { folderWith, published, without } from "../../../support/import-folder.ts";
import { type Arrays, asNpz, sayings, weights } from "../../../support/small-network.ts";
import {
  call,
  dictionary,
  global,
  ordered,
  stateDictionary,
  tensor,
  text,
  torchZip,
} from "../../../support/torch-writer.ts";

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
    "projected.pth": state((arrays) => (arrays["RNN.weight_hr_l0"] = shaped(6) as never)),
    "projected.npz": asNpz({ ...weights(), "RNN.weight_hr_l1": shaped(6) }),
    "lstm.pth": state((arrays) => (arrays["RNN.weight_hh_l0"] = shaped(24, 6) as never)),
    "agents.pth": state((arrays) => (arrays["RNN.weight_ih_l0"] = shaped(6, 5) as never)),
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
    ["projected.pth", [], 1, "projected.pth has RNN.weight_hr_l0", "--ignore RNN.weight_hr_l0"],
    [
      "projected.npz",
      [],
      1,
      "projected.npz has RNN.weight_hr_l1",
      "expected only encoder.weight, RNN.weight_ih_l0",
    ],
    ["lstm.pth", [], 1, "lstm.pth has no cell_encoder.weight", "it has: encoder.weight"],
    [
      "lstm.pth",
      ["--set", "model.kind=rnn"],
      1,
      "RNN.weight_hh_l0 has the shape (24, 6), expected (units, units)",
      "an LSTM",
    ],
    ["agents.pth", [], 1, "agents.pth is of a network that is told 5 numbers a step", "its velocity (2)"],
    ["turned.pth", [], 1, "decoder.weight has the shape (6, 5), expected (5, 6)", "6 units, 5 place cells"],
    [
      "flat.pth",
      [],
      1,
      "encoder.weight has the shape (30,), expected (6, place cells)",
      "the network has 6 units",
    ],
    ["nan.pth", [], 1, "decoder.weight holds NaN at [1, 1]", "finite"],
    ["two.pth", ["--key", "c"], 2, "two.pth has no dictionary of tensors c", "a"],
    ["extra.pth", [], 1, "extra.pth has head.weight, which a plain RNN has no place for", "--ignore head"],
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
    ["good.pth", ["--dt", "-1"], 2, 'world.dt (--dt) is "-1"', "a number from 0.000001 to 1000"],
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
    const flags = ["--ignore", "RNN.weight_hr_l0", ...sayings, ...published];
    const { code, stderr } = await cli("import", "projected.pth", "--out", "ignored", ...flags);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "left out: RNN.weight_hr_l0\n" });
  });

  test("without --out", async () => {
    expect((await cli("import", "good.pth")).stderr).toBe("error: import needs --out\n  write: --out DIR\n");
  });
});
