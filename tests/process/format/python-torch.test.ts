/** Files as PyTorch writes them. */
import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import type { PickleMap } from "../../../src/format/pickle-values.ts";
import { readTorch } from "../../../src/format/torch-file.ts";
import { TorchTensor } from "../../../src/format/torch-tensor.ts";
import { pythonWith, runPython } from "../../support/python.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { userErrorOf } from "../../support/user-error.ts";

const open = (bytes: Uint8Array): PickleMap => readTorch(bytes, "x.pth") as PickleMap;

function tensorOf(root: PickleMap, key: string) {
  const value = root.get(key);
  if (!(value instanceof TorchTensor)) throw new Error(`${key} is no tensor`);
  return value.named(key);
}

const torch = pythonWith("torch");
test.skipIf(!torch).each([true, false])(
  "what PyTorch itself writes, as a zip: %p (skipped without PyTorch)",
  (zip) => {
    using folder = temporaryFolder();
    const script = `
import json, torch
t = torch.arange(24, dtype=torch.float32).reshape(4, 6) / 7
value = {"model": torch.nn.Linear(3, 2).state_dict(), "columns": t[:, ::2], "turned": t.T, "half": t.half(),
    "bfloat": t.bfloat16(), "double": t.double() / 3, "long": torch.arange(5), "flag": t > 1,
    "parameter": torch.nn.Parameter(t), "bytes": b"a\\xff", "nothing": torch.zeros(0, 2), "one": torch.tensor(2.5)}
torch.save(value, "x.pth", _use_new_zipfile_serialization=${zip ? "True" : "False"})
print(json.dumps({k: [list(v.shape), v.double().flatten().tolist()] for k, v in value.items() if torch.is_tensor(v)}))`;
    const expected = JSON.parse(runPython(torch!, script, folder.path)) as Record<
      string,
      [number[], number[]]
    >;
    const bytes = new Uint8Array(readFileSync(folder.at("x.pth")));
    const root = open(bytes);
    expect((root.get("model") as PickleMap).size).toBe(2);
    expect(root.get("bytes")).toEqual(Uint8Array.of(97, 255));
    for (const [key, [shape, values]] of Object.entries(expected)) {
      expect(tensorOf(root, key).shape).toEqual(shape);
      expect([...tensorOf(root, key).read()]).toEqual(values);
    }
    for (let length = 0; length < bytes.length; length += 1 + (length >> 6)) {
      expect(userErrorOf(() => open(bytes.subarray(0, length)))).toContain("x.pth");
    }
  },
  60_000,
);
