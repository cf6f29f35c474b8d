import { afterAll, describe, expect, test } from "bun:test";
import { readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openEngine } from "../../../src/engine/engine.ts";
import type { NumericNpyArray } from "../../../src/format/npy-array.ts";
import { readSafetensors } from "../../../src/format/safetensors.ts";
import {
  type Arrays,
  allocateArrays,
  type Layout,
  layoutOf,
  type ParameterSpec,
} from "../../../src/networks/layout.ts";
import {
  hasOptimizer,
  loadArrays,
  networkTensors,
  readCheckpoint,
  saveCheckpoint,
  writeCheckpoint,
} from "../../../src/run/checkpoint.ts";
import { temporaryDirectory } from "../../support/temporary.ts";
import { editCheckpoint } from "../../support/tiny-run.ts";
import { userErrorOf } from "../../support/user-error.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => engine.close());

/** Of no network there is. */
const layout: Layout = layoutOf(
  {
    matrix: { axes: [2, "units"], stored: "some.weight" },
    bias: { axes: ["units"], stored: "some.bias" },
  } satisfies Record<string, ParameterSpec>,
  { units: 3 },
);

/** Counting up from `first`. */
function filled(first: number): Arrays {
  const arrays = allocateArrays(engine, layout, "of the test");
  let value = first;
  for (const { view } of Object.values(arrays)) {
    for (let i = 0; i < view.length; i++) view[i] = value++;
  }
  return arrays;
}

const valuesOf = (arrays: Arrays) => Object.values(arrays).map((array) => [...array.view]);

const table: NumericNpyArray = { kind: "float64", shape: [2], data: Float64Array.of(0.1, -7) };
const settings = { seed: 3, model: { kind: "some" }, device: "cpu", blas: "wasm", workers: 5 };
const experiment = { settings, layout, constants: new Map([["table", table]]) };
const [weights, average] = [filled(1), filled(100)];

test.skipIf(process.platform === "win32")(
  "a link is replaced, what it led to stays (no links on Windows)",
  () => {
    const folder = temporaryDirectory();
    const [path, mine] = [join(folder, "step-000012.safetensors"), join(folder, "mine")];
    for (const target of [mine, join(folder, "absent")]) {
      writeFileSync(mine, "mine");
      rmSync(path, { force: true });
      symlinkSync(target, path);
      saveCheckpoint(path, experiment, weights, 12, { force: true });
      expect(readCheckpoint(path).step).toBe(12);
      expect(readFileSync(mine, "utf8")).toBe("mine");
      expect(readdirSync(folder).sort()).toEqual(["mine", "step-000012.safetensors"]);
    }
  },
);

function saved(): string {
  const path = join(temporaryDirectory(), "a.safetensors");
  const optimizer = { name: "rule", slots: { average }, updates: 4 };
  saveCheckpoint(path, experiment, weights, 12, { optimizer });
  return path;
}

const plainPath = (metadata: { step: number; updates?: number }) => {
  const path = join(temporaryDirectory(), "a.safetensors");
  writeCheckpoint(path, settings, metadata, new Map([["table", table]]));
  return path;
};

describe("what is saved comes back", () => {
  test("weights, constants, what the optimizer keeps, step and updates", () => {
    const checkpoint = readCheckpoint(saved());
    expect(checkpoint).toMatchObject({ step: 12, updates: 4 });
    const [read, slot] = [filled(0), filled(0)];
    loadArrays(read, layout, checkpoint);
    loadArrays(slot, layout, checkpoint, "rule.average.");
    expect(valuesOf(read)).toEqual(valuesOf(weights));
    expect(valuesOf(slot)).toEqual(valuesOf(average));
    expect(checkpoint.file.tensors.get("table")).toEqual(table);
    expect([hasOptimizer(checkpoint, "rule"), hasOptimizer(checkpoint, "rul")]).toEqual([true, false]);
  });

  test("by PyTorch's names: a matrix [out, in], a bias as it is", () => {
    const path = saved();
    const { tensors } = readSafetensors(readFileSync(path), path);
    // Ours is [[1, 2, 3], [4, 5, 6]].
    expect(tensors.get("some.weight")).toMatchObject({ shape: [3, 2] });
    expect([...tensors.get("some.weight")!.data]).toEqual([1, 4, 2, 5, 3, 6]);
    expect(tensors.get("some.bias")).toMatchObject({ shape: [3] });
    expect([...tensors.get("rule.average.some.bias")!.data]).toEqual([106, 107, 108]);
  });

  test("of the settings all but where it was computed", () => {
    expect(readCheckpoint(saved()).settings).toEqual({ seed: 3, model: { kind: "some" } });
  });

  test("updates are the step where nobody says otherwise", () => {
    expect(readCheckpoint(plainPath({ step: 9 }))).toMatchObject({ step: 9, updates: 9 });
    expect(readCheckpoint(plainPath({ step: 9, updates: 0 }))).toMatchObject({ step: 9, updates: 0 });
  });
});

/** What is said of a checkpoint after a change of its metadata; "NAME" stands for its path. */
function refusalOf(change: (metadata: Record<string, string>) => void): string {
  const path = saved();
  editCheckpoint(path, (_, metadata) => change(metadata));
  return userErrorOf(() => readCheckpoint(path)).replaceAll(path, "NAME");
}

describe("readCheckpoint refuses", () => {
  test.each([
    [{ kind: "another" }, "NAME is not an entorhinal checkpoint | name a checkpoint or a run directory"],
    [
      { version: "3" },
      "NAME is a checkpoint of version 3, this entorhinal reads 2 | use the version of entorhinal that wrote it",
    ],
    [{ version: "1" }, "NAME is a checkpoint of version 1, "],
    [{ kind: "entorhinal.path-rnn", version: "3" }, "NAME is a checkpoint of version 3, "],
    [{ step: "-1" }, "NAME has unreadable metadata: step -1 | "],
    [{ step: "x" }, "NAME has unreadable metadata: step x | "],
    [{ updates: "1.5" }, "NAME has unreadable metadata: updates 1.5 | "],
    [{ settings: "[]" }, "NAME has unreadable metadata: settings | "],
    [{ settings: "{" }, "NAME has unreadable metadata: settings | "],
  ])("%p", (changes, said) => {
    expect(refusalOf((metadata) => Object.assign(metadata, changes))).toStartWith(said);
  });

  test.each(["step", "updates"])("one without %s", (key) => {
    expect(refusalOf((metadata) => delete metadata[key])).toStartWith(
      `NAME has unreadable metadata: ${key} undefined | `,
    );
  });
});

describe("loadArrays refuses", () => {
  const refusal = (change: Parameters<typeof editCheckpoint>[1]): string => {
    const path = saved();
    editCheckpoint(path, change);
    return userErrorOf(() => loadArrays(filled(0), layout, readCheckpoint(path))).replaceAll(path, "NAME");
  };

  test("an array that is not there", () => {
    expect(refusal((tensors) => tensors.delete("some.bias"))).toStartWith(
      "NAME: some.bias should be float32 [3], found nothing | ",
    );
  });

  test("one of another shape, though it has as many numbers", () => {
    const turned: NumericNpyArray = { kind: "float32", shape: [2, 3], data: new Float32Array(6) };
    expect(refusal((tensors) => tensors.set("some.weight", turned))).toStartWith(
      "NAME: some.weight should be float32 [3, 2], found float32 [2, 3] | ",
    );
  });

  test("one of other numbers", () => {
    const doubles: NumericNpyArray = { kind: "float64", shape: [3], data: new Float64Array(3) };
    expect(refusal((tensors) => tensors.set("some.bias", doubles))).toStartWith(
      "NAME: some.bias should be float32 [3], found float64 [3] | ",
    );
  });
});

test("networkTensors leaves out what an optimizer keeps, and only that", () => {
  const path = join(temporaryDirectory(), "a.safetensors");
  const named = (name: string) => [name, table] as const;
  const tensors = new Map(["adam.exp_avg.a.weight", "adamant.weight", "a.weight"].map(named));
  writeCheckpoint(path, { ...settings, train: { optimizer: "adam" } }, { step: 1 }, tensors);
  expect([...networkTensors(readCheckpoint(path)).keys()].sort()).toEqual(["a.weight", "adamant.weight"]);
});

test("weights in half precision are read as the numbers they are, constants are left alone", () => {
  const path = join(temporaryDirectory(), "half.safetensors");
  const values = [0.1, -3.25, 6e-8, 65504, 0, 1 / 3];
  const data = new Float16Array(values);
  const tensors = new Map<string, NumericNpyArray>([
    ["some.weight", { kind: "float16", shape: [3, 2], data }],
    ["some.bias", { kind: "float32", shape: [3], data: Float32Array.of(0.1, 0.2, 0.3) }],
    ["table", table],
  ]);
  writeCheckpoint(path, settings, { step: 1 }, tensors);
  const checkpoint = readCheckpoint(path);
  const arrays = allocateArrays(engine, layout, "read");
  loadArrays(arrays, layout, checkpoint);
  const [a, b, c, d, e, f] = data;
  expect(valuesOf(arrays)).toEqual([[a!, c!, e!, b!, d!, f!], [...Float32Array.of(0.1, 0.2, 0.3)]]);
  expect(a).not.toBe(Math.fround(0.1));
  expect(checkpoint.file.tensors.get("table")).toEqual(table);
});
