/** Trajectories in a PyTorch file, as jtoy's converter saved them: a dictionary of NumPy arrays, [N, T, width] of each feature. */
import { formatShape } from "../../format/npy-array.ts";
import { PickledArray } from "../../format/numpy-object.ts";
import { readFileBytes } from "../../format/read-file.ts";
import { readTorch } from "../../format/torch-file.ts";
import { TorchTensor } from "../../format/torch-tensor.ts";
import { UserError } from "../../user-error.ts";
import type { PathFile } from "./path-file.ts";
import {
  checkedRecord,
  lengthOf,
  type PathPart,
  type PathRecord,
  pathPartNames,
  pathParts,
} from "./path-record.ts";

interface Whole {
  readonly records: number;
  readonly steps: number;
  readonly values: ReadonlyMap<PathPart, Float64Array>;
}

/** Reads it all: such a file gives no record by itself. @throws UserError when it holds something else */
export function openTorchFile(path: string): PathFile {
  const bytes = readFileBytes(path);
  const checksum = new Bun.CryptoHasher("sha256").update(bytes).digest("hex");
  const { records, steps, values } = wholeOf(bytes, path);
  const recordAt = (record: number): PathRecord => {
    const found = (part: PathPart) => {
      const length = lengthOf(part, steps);
      return Float32Array.from(values.get(part)!.subarray(record * length, (record + 1) * length));
    };
    return checkedRecord(found, "feature", `record ${record + 1} of ${path}`, steps);
  };
  return {
    ...{ name: path, records, steps, checksum, header: undefined, read: recordAt },
    *all() {
      for (let record = 0; record < records; record++) yield recordAt(record);
    },
  };
}

function wholeOf(bytes: Uint8Array, path: string): Whole {
  const value = readTorch(bytes, path);
  const holds = value instanceof Map ? value : new Map<unknown, unknown>();
  const arrays = new Map(
    pathPartNames.map((part) => {
      const { feature } = pathParts[part];
      const found = holds.get(feature);
      const named = found instanceof PickledArray || found instanceof TorchTensor ? found : undefined;
      if (named) return [part, named.named(`${path}[${feature}]`)] as const;
      throw new UserError(`${path} has no array ${feature}`, "name a file of trajectories");
    }),
  );
  const [records = 0, steps = 0] = arrays.get("position")!.shape;
  for (const [part, { name, shape }] of arrays) {
    const { width, perStep } = pathParts[part];
    const expected = [records, ...(perStep ? [steps] : []), width];
    if (records > 0 && steps > 0 && shape.join() === expected.join()) continue;
    throw new UserError(
      `${name} has the shape ${formatShape(shape)}, ${formatShape(expected)} is expected`,
      "name a file of trajectories of one length",
    );
  }
  return { records, steps, values: new Map([...arrays].map(([part, array]) => [part, array.read()])) };
}
