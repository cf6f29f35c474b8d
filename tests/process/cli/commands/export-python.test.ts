/** What `export` writes, read by NumPy and PyTorch. */
import { expect, test } from "bun:test";
import { join } from "node:path";
import { readCheckpoint } from "../../../../src/run/checkpoint.ts";
import { capture } from "../../../support/capture.ts";
import { pythonWith, runPython } from "../../../support/python.ts";
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

const numpy = pythonWith("numpy");
test.skipIf(!numpy)(
  "NumPy reads it as the documentation says (skipped without python3 and numpy)",
  async () => {
    await cli("export", "run", "--out", "numpy.npz");
    const script = `
import json, numpy as np
net = np.load("numpy.npz")
settings = json.loads(str(net["settings"]))
print(json.dumps([net["RNN.weight_hh_l0"].tolist(), settings["model"]["units"], str(net["place_centres"].dtype)]))`;
    const [recurrent, units, type] = JSON.parse(runPython(numpy!, script, run.cwd));
    expect([units, type]).toEqual([16, "float32"]);
    expect(recurrent.flat()).toEqual(
      Array.from(original.file.tensors.get("RNN.weight_hh_l0")!.data as Float32Array),
    );
  },
);

const torch = pythonWith("torch", "numpy");
test.skipIf(!torch)(
  "PyTorch loads it, and saves it for import (skipped without PyTorch)",
  async () => {
    await cli("export", "run", "--out", "torch.npz");
    const script = `
import numpy as np, torch
class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = torch.nn.Linear(32, 16, bias=False)
        self.RNN = torch.nn.RNN(2, 16, nonlinearity="relu", bias=False)
        self.decoder = torch.nn.Linear(16, 32, bias=False)
model = Net()
net = np.load("torch.npz")
model.load_state_dict({name: torch.from_numpy(net[name]) for name in model.state_dict()})
torch.save(model.state_dict(), "saved.pth")
torch.save({"model_state_dict": model.state_dict(), "optimizer": torch.optim.Adam(model.parameters()).state_dict()}, "both.pth")`;
    runPython(torch!, script, run.cwd);
    for (const file of ["saved.pth", "both.pth"]) {
      const { code } = await cli("import", file, "--out", file.replace(".pth", ""), "--preset", "quick");
      expect(code).toBe(0);
      const back = readCheckpoint(
        join(run.cwd, file.replace(".pth", ""), "checkpoints/step-000000.safetensors"),
      );
      for (const name of names.slice(0, 4)) {
        expect(bitsOf(back.file.tensors.get(name)!.data)).toEqual(
          bitsOf(original.file.tensors.get(name)!.data),
        );
      }
    }
  },
  60_000,
);
