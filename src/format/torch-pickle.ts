/** The pickle inside a PyTorch file: plain data, tensors and NumPy's arrays, nothing else. */
import { UserError } from "../user-error.ts";
import { numpyGlobals } from "./numpy-object.ts";
import { readPickle } from "./pickle.ts";
import type { PickleGlobals } from "./pickle-names.ts";
import { isSequence, PickleGlobal, type PickleValue } from "./pickle-values.ts";
import { type TorchStorage, type TorchType, torchTypes } from "./torch-storage.ts";
import { rebuildTensor, StoredStorage, TorchTensor } from "./torch-tensor.ts";

/** What a persistent id ("storage", type, key, location, count) says. */
export interface StorageId {
  readonly type: TorchType;
  readonly key: string;
  readonly count: number;
}

const mend = "save the weights alone: torch.save(model.state_dict(), FILE)";

/**
 * @param open the storage of an id; called for each id once or more
 * @param start where the pickle begins
 * @throws UserError naming a class or function that is not part of a plain state dictionary
 */
export function readTorchPickle(
  bytes: Uint8Array,
  file: string,
  open: (id: StorageId) => TorchStorage,
  start = 0,
): { readonly value: PickleValue; readonly end: number } {
  const globals: PickleGlobals = new Map([
    ...numpyGlobals(file),
    ["torch._utils._rebuild_tensor_v2", (args: readonly PickleValue[]) => rebuildTensor(args, file)],
    ["torch._utils._rebuild_parameter", (args: readonly PickleValue[]) => parameterOf(args, file)],
    ...Object.keys(torchTypes).map((name) => [name, null] as const),
  ]);
  const persistent = (id: PickleValue) => new StoredStorage(open(storageId(id, file)));
  return readPickle(bytes, file, { globals, persistent, mend, start });
}

function storageId(id: PickleValue, file: string): StorageId {
  const [word, global, key, , count, view] = isSequence(id) ? id : [];
  const type = global instanceof PickleGlobal ? torchTypes[global.name] : undefined;
  if (word !== "storage" || !type || typeof key !== "string" || !isCount(count) || (view ?? null) !== null) {
    throw new UserError(
      `${file} holds a storage of an unknown form`,
      "load it in PyTorch and save its state_dict",
    );
  }
  return { type, key, count };
}

const isCount = (value: PickleValue | undefined): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;

function parameterOf([data]: readonly PickleValue[], file: string): TorchTensor {
  if (data instanceof TorchTensor) return data;
  throw new UserError(`${file} holds a parameter without a tensor`, "copy or export the file again");
}
