/**
 * PyTorch's file format before version 1.6: four pickles (magic number, protocol, machine, data), a fifth with the keys of the
 * storages, then the storages one behind the other, each a count of 8 bytes and its values.
 */
import { UserError } from "../user-error.ts";
import { readPickle } from "./pickle.ts";
import { isSequence, type PickleValue } from "./pickle-values.ts";
import { readTorchPickle, type StorageId } from "./torch-pickle.ts";
import { bytesPerValue, type TorchStorage } from "./torch-storage.ts";

/** Protocol 2, an integer of 10 bytes: 0x1950a86a20f9469cfc6c. */
const magic = [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];
const protocol = 1001;

export const startsLikeLegacyTorch = (bytes: Uint8Array): boolean =>
  magic.every((byte, i) => bytes[i] === byte);

/** @throws UserError as `readTorch` */
export function readLegacyTorch(bytes: Uint8Array, file: string): PickleValue {
  const version = readPickle(bytes, file, { start: magic.length + 1 });
  if (version.value !== protocol) throw damaged(file, "is of an unknown version of PyTorch's old format");
  const system = readPickle(bytes, file, { start: version.end });
  if (!(system.value instanceof Map) || system.value.get("little_endian") !== true) {
    throw new UserError(`${file} is not little-endian`, "save it on a little-endian machine");
  }
  const ids = new Map<string, StorageId>();
  const places = new Map<string, number>();
  const open = (id: StorageId): TorchStorage => {
    const known = ids.get(id.key);
    if (known && (known.type !== id.type || known.count !== id.count)) {
      throw damaged(file, `describes storage ${id.key} twice, differently`);
    }
    ids.set(id.key, id);
    const size = id.count * bytesPerValue(id.type);
    return {
      name: `${file}[${id.key}]`,
      ...{ type: id.type, count: id.count },
      bytes: () => bytes.subarray(places.get(id.key)!, places.get(id.key)! + size),
    };
  };
  const data = readTorchPickle(bytes, file, open, system.end);
  const keys = readPickle(bytes, file, { start: data.end });
  findStorages(bytes, file, ids, places, keys.value, keys.end);
  return data.value;
}

function findStorages(
  bytes: Uint8Array,
  file: string,
  ids: ReadonlyMap<string, StorageId>,
  places: Map<string, number>,
  keys: PickleValue,
  start: number,
): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = start;
  for (const key of isSequence(keys) ? keys : []) {
    const id = typeof key === "string" ? ids.get(key) : undefined;
    if (!id) throw damaged(file, "holds a storage that no tensor uses");
    const end = at + 8 + id.count * bytesPerValue(id.type);
    if (end > bytes.length) throw damaged(file, `is truncated in storage ${id.key}`);
    if (view.getBigInt64(at, true) !== BigInt(id.count))
      throw damaged(file, `is damaged in storage ${id.key}`);
    places.set(id.key, at + 8);
    at = end;
  }
  const lost = [...ids.keys()].find((key) => !places.has(key));
  if (lost !== undefined) throw damaged(file, `lacks storage ${lost}`);
  if (at !== bytes.length) throw damaged(file, `has ${bytes.length - at} bytes left over`);
}

const damaged = (file: string, cause: string): UserError =>
  new UserError(`${file} ${cause}`, "copy or export the file again");
