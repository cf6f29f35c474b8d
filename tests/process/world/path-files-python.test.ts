/** Files of trajectories as Python writes them, and ours as Python reads them. */
import { describe, expect, test } from "bun:test";
import { writeFileSafely } from "../../../src/format/safe-write.ts";
import { writePaths } from "../../../src/world/dataset/npz-arrays.ts";
import { openPathFile } from "../../../src/world/dataset/path-files.ts";
import { usualForm } from "../../../src/world/rebuilt-path.ts";
import { recordDt, someRecords } from "../../support/path-records.ts";
import { pythonWith, runPython } from "../../support/python.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { userErrorOf } from "../../support/user-error.ts";

const python = pythonWith("numpy", "torch");
const records = someRecords(6, 4);
const features = {
  init_pos: records.map(({ start }) => [...start]),
  init_hd: records.map(({ startHeading }) => [...startHeading]),
  ego_vel: records.map(({ egoVelocity }) => [...egoVelocity]),
  target_pos: records.map(({ position }) => [...position]),
  target_hd: records.map(({ heading }) => [...heading]),
};
const arrays = `
import json, struct
import numpy as np
features = json.loads(${JSON.stringify(JSON.stringify(features))})
widths = dict(init_pos=(2,), init_hd=(1,), ego_vel=(4, 3), target_pos=(4, 2), target_hd=(4, 1))
arrays = {name: np.array(values, dtype=np.float32).reshape(-1, *widths[name]) for name, values in features.items()}
`;

/** TFRecord framing and protobuf by themselves; floats one by one for odd records. */
const tfrecord = `
def crc(data):
    c = 0xffffffff
    for byte in data:
        c ^= byte
        for _ in range(8):
            c = (c >> 1) ^ (0x82f63b78 if c & 1 else 0)
    return c ^ 0xffffffff
def masked(data):
    c = crc(data)
    return (((c >> 15) | (c << 17)) + 0xa282ead8) & 0xffffffff
def varint(n):
    out = b""
    while n >= 128:
        out, n = out + bytes([n & 127 | 128]), n >> 7
    return out + bytes([n])
def field(number, data):
    return varint(8 * number + 2) + varint(len(data)) + data
def floats(values, packed):
    values = [struct.pack("<f", v) for v in values.ravel()]
    return field(1, b"".join(values)) if packed else b"".join(b"\\x0d" + v for v in values)
with open("python.tfrecord", "wb") as file:
    for i in range(6):
        entries = [field(1, field(1, name.encode()) + field(2, field(2, floats(values[i], i % 2 == 0)))) for name, values in arrays.items()]
        data = field(1, b"".join(entries))
        length = struct.pack("<Q", len(data))
        file.write(length + struct.pack("<I", masked(length)) + data + struct.pack("<I", masked(data)))
`;

describe.skipIf(python === undefined)("with Python, numpy and torch", () => {
  test("records of a tfrecord, packed and unpacked", () => {
    using folder = temporaryFolder();
    runPython(python!, arrays + tfrecord, folder.path);
    expect([...openPathFile(folder.at("python.tfrecord")).all()]).toEqual(records);
  });

  test("a dictionary of arrays, of NumPy or of tensors, that torch.save wrote", () => {
    using folder = temporaryFolder();
    const save = `import torch
torch.save(arrays, "0-99.pt")
torch.save({name: torch.tensor(values) for name, values in arrays.items()}, "1-99.pt")
torch.save(dict(arrays, ego_vel=arrays["ego_vel"][:, :, :2]), "2-99.pt")
torch.save({"weight": torch.zeros(3)}, "3-99.pt")`;
    runPython(python!, arrays + save, folder.path);
    for (const name of ["0-99.pt", "1-99.pt"]) {
      const file = openPathFile(folder.at(name));
      expect(file).toMatchObject({ records: 6, steps: 4 });
      expect([...file.all()]).toEqual(records);
      expect(file.read(5)).toEqual(records[5]!);
    }
    expect(userErrorOf(() => openPathFile(folder.at("2-99.pt")))).toStartWith(
      `${folder.at("2-99.pt")}[ego_vel] has the shape (6, 4, 2), (6, 4, 3) is expected`,
    );
    expect(userErrorOf(() => openPathFile(folder.at("3-99.pt")))).toContain("has no array init_pos");
  });

  test("NumPy reads our own files, header included", () => {
    using folder = temporaryFolder();
    const header = { form: usualForm, dt: recordDt, box: { width: 2.2, height: 2.2 } };
    const plan = { header, records: 6, steps: 4, sources: [] };
    writeFileSafely(folder.at("own.npz"), (writeAt) => writePaths(writeAt, plan, records));
    const check = `
own = np.load("own.npz")
names = dict(start="init_pos", start_heading="init_hd", ego_velocity="ego_vel", position="target_pos", heading_after="target_hd")
assert all(np.array_equal(own[name], arrays[theirs].reshape(own[name].shape)) for name, theirs in names.items())
print(json.loads(str(own["header"]))["order"], float(own["dt"]), own["box"])`;
    expect(runPython(python!, arrays + check, folder.path).trim()).toBe("cosSin 0.15 [2.2 2.2]");
  });
});
