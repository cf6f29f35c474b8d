/**
 * Reads PyTorch's .pt and .pth files: the zip archive of version 1.6 and later, and the format before. Plain data and tensors only;
 * no code in them is ever run. Not: modules saved whole, TorchScript, quantized and sparse tensors.
 */
import { UserError } from "../user-error.ts";
import { sourceOf } from "./byte-source.ts";
import type { PickleValue } from "./pickle-values.ts";
import { readLegacyTorch, startsLikeLegacyTorch } from "./torch-legacy.ts";
import { readTorchPickle, type StorageId } from "./torch-pickle.ts";
import { bytesPerValue, type TorchStorage } from "./torch-storage.ts";
import { readZipDirectory } from "./zip-directory.ts";
import type { ZipMember } from "./zip-member.ts";
import { readZipMember } from "./zip-read.ts";

const pickleLimit = 64 * 2 ** 20;
const pickleName = /^(.*\/)?data\.pkl$/;

/**
 * What `torch.load` would give. Tensors are read when they are asked for.
 * @param file what to call it in errors
 * @throws UserError naming a class or function that is not plain data; for files that are truncated, damaged or too large
 */
export function readTorch(bytes: Uint8Array, file: string): PickleValue {
  if (startsLikeLegacyTorch(bytes)) return readLegacyTorch(bytes, file);
  const members = new Map(
    readZipDirectory(sourceOf(bytes), file).map((member) => [member.name, member] as const),
  );
  const [pickle, other] = [...members.values()].filter(({ name }) => pickleName.test(name));
  if (!pickle) {
    throw new UserError(`${file} is a zip archive without data.pkl`, "name a file written by torch.save");
  }
  if (other) {
    throw new UserError(
      `${file} holds two pickles: ${pickle.name} and ${other.name}`,
      "name a file written by torch.save",
    );
  }
  const root = pickle.name.slice(0, -"data.pkl".length);
  if (members.has(`${root}constants.pkl`)) {
    throw new UserError(
      `${file} is a TorchScript program`,
      "save its state_dict: torch.save(m.state_dict(), FILE)",
    );
  }
  if (pickle.bytes > pickleLimit) {
    throw new UserError(
      `${file}: the pickle in it unpacks to ${Math.round(pickle.bytes / 2 ** 20)} MiB, the limit is 64 MiB`,
      "save the weights alone: torch.save(model.state_dict(), FILE)",
    );
  }
  checkByteOrder(bytes, members.get(`${root}byteorder`), file);
  const open = (id: StorageId) => storageIn(bytes, members, `${root}data/${id.key}`, id, file);
  return readTorchPickle(readZipMember(bytes, pickle, file), file, open).value;
}

function checkByteOrder(bytes: Uint8Array, member: ZipMember | undefined, file: string): void {
  if (!member || member.bytes > 16) return;
  const order = new TextDecoder().decode(readZipMember(bytes, member, file));
  if (order === "little") return;
  throw new UserError(`${file} is ${order}-endian`, "save it on a little-endian machine");
}

function storageIn(
  archive: Uint8Array,
  members: ReadonlyMap<string, ZipMember>,
  path: string,
  { type, count }: StorageId,
  file: string,
): TorchStorage {
  const name = `${file}[${path}]`;
  const member = members.get(path);
  const wanted = count * bytesPerValue(type);
  if (member?.bytes !== wanted) {
    const found = member ? `${member.bytes} bytes` : "missing";
    throw new UserError(
      `${name} is ${found}, ${count} values of ${type} take ${wanted} bytes`,
      "copy or export the file again",
    );
  }
  return { name, type, count, bytes: () => readZipMember(archive, member, file) };
}
