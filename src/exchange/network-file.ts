/** Files that may hold somebody's network: which format they have, and the tensors in them by name. Which are weights is not known here. */

import { numbersIn } from "../format/array-file.ts";
import type { LazyTensor } from "../format/lazy-tensor.ts";
import { nameOfType } from "../format/npy.ts";
import { type NpyArray, numbersOf } from "../format/npy-array.ts";
import { startsLikeNpy } from "../format/npy-header.ts";
import { type NpzFile, readNpz } from "../format/npz.ts";
import { isObjectArray, PickledArray, readObjectArray } from "../format/numpy-object.ts";
import { readSafetensors } from "../format/safetensors.ts";
import { readTorch } from "../format/torch-file.ts";
import { startsLikeLegacyTorch } from "../format/torch-legacy.ts";
import { UserError } from "../user-error.ts";
import { recurrentNames } from "./known-names.ts";
import { chooseStateDictionary } from "./state-dictionary.ts";

export interface NetworkFile {
  readonly format: "PyTorch" | "npz" | "safetensors" | "NumPy objects";
  /** Where in the file the tensors are; undefined: it holds nothing else. */
  readonly key: string | undefined;
  readonly tensors: ReadonlyMap<string, LazyTensor>;
  /** `keras`: a list of kernels [in, out], whose names are their numbers. */
  readonly layout: "torch" | "keras";
  /** Whether it holds one network and nothing else, so that a tensor too many is a mistake. */
  readonly complete: boolean;
  /** What entorhinal stored beside the weights. */
  readonly settings: string | undefined;
  readonly step: number | undefined;
}

/**
 * Reads a file of weights; its format is told by its content.
 * @param file what to call it in errors
 * @param key which of several networks in the file
 * @throws UserError when it is of no known format, damaged or truncated, or would need code to be run
 */
export function readNetworkFile(bytes: Uint8Array, file: string, key: string | undefined): NetworkFile {
  if (bytes.length === 0) throw new UserError(`${file} is empty`, "copy or export the file again");
  if (startsLikeNpy(bytes)) {
    if (key !== undefined) throw new UserError(`${file} has no keys`, "leave out --key", 2);
    return kernelList(bytes, file, undefined);
  }
  if (startsWith(bytes, "PK")) return holdsTorch(bytes) ? torch(bytes, file, key) : npz(bytes, file, key);
  if (startsLikeLegacyTorch(bytes)) return torch(bytes, file, key);
  if (startsLikeSafetensors(bytes)) return safetensors(bytes, file, key);
  const other = foreignFormats.find(({ start }) => startsWith(bytes, start));
  if (other) throw new UserError(`${file} is ${other.what}`, other.mend);
  throw new UserError(
    `${file} is of no format that is read`,
    "give .pth or .pt (PyTorch), .npz or .npy (NumPy), or .safetensors",
  );
}

/** Eight bytes of the header's length, which may begin like any other format, then its JSON. */
const startsLikeSafetensors = (bytes: Uint8Array): boolean => bytes[8] === 0x7b && bytes[7] === 0;

const foreignFormats = [
  {
    start: "\x89HDF",
    what: "an HDF5 file",
    mend: "load it in Keras; numpy.savez(FILE, *model.get_weights())",
  },
  { start: "\x80", what: "a pickle", mend: "save the weights by torch.save or numpy.savez" },
];

const startsWith = (bytes: Uint8Array, start: string): boolean =>
  [...start].every((character, i) => bytes[i] === character.charCodeAt(0));

/** Looks for the member's name in the zip directory, which stands uncompressed at the end. */
const holdsTorch = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).lastIndexOf("data.pkl") >= 0;

function torch(bytes: Uint8Array, file: string, key: string | undefined): NetworkFile {
  const { path, tensors } = chooseStateDictionary(readTorch(bytes, file), file, key);
  const nothing = { settings: undefined, step: undefined };
  return { format: "PyTorch", key: path, tensors, layout: "torch", complete: true, ...nothing };
}

function safetensors(bytes: Uint8Array, file: string, key: string | undefined): NetworkFile {
  if (key !== undefined) throw new UserError(`${file} has no keys to choose from`, "leave out --key", 2);
  const { tensors, metadata } = readSafetensors(bytes, file);
  const { settings } = metadata;
  const optimizer = optimizerIn(settings);
  const lazy = [...tensors]
    .filter(([name]) => optimizer === undefined || !name.startsWith(`${optimizer}.`))
    .map(([name, tensor]) => [name, lazyArray(() => tensor, name)] as const);
  const step = metadata.step === undefined ? undefined : Number(metadata.step);
  const rest = { key: undefined, layout: "torch", complete: false, settings, step } as const;
  return { format: "safetensors", tensors: new Map(lazy), ...rest };
}

/** What stands in front of the arrays of the optimizer in a checkpoint of ours: they have the names of the weights behind it. */
function optimizerIn(settings: string | undefined): string | undefined {
  try {
    const { train } = JSON.parse(settings ?? "") as { readonly train?: { readonly optimizer?: unknown } };
    return typeof train?.optimizer === "string" ? train.optimizer : undefined;
  } catch {
    // Said by who reads the settings.
    return undefined;
  }
}

function npz(bytes: Uint8Array, file: string, key: string | undefined): NetworkFile {
  const archive = readNpz(bytes, { name: file });
  const names = archive.names();
  const list = key ?? listIn(archive);
  const settings = textIn(archive, "settings");
  const step = names.includes("step") ? numbersOf(archive.get("step"), `${file}[step]`)[0] : undefined;
  const beside = names.filter((name) => ![list, "settings", "step"].includes(name));
  const positional =
    list === undefined && beside.length > 0 && beside.every((name, i) => name === `arr_${i}`);
  const lazy = beside.map((name, i) => {
    const tensor = lazyMember(archive, name);
    return [positional ? String(i) : name, tensor] as const;
  });
  const rest = { complete: false, settings, step };
  if (list !== undefined) {
    const kernels = kernelList(archive.bytesOf(list), `${file}[${list}]`, list);
    const both = lazy.find(([name]) => kernels.tensors.has(name));
    if (both) {
      throw new UserError(
        `${file} has ${both[0]} in the list ${list} and beside it`,
        "save the list of weights alone",
      );
    }
    return { ...kernels, tensors: new Map([...kernels.tensors, ...lazy]), ...rest };
  }
  const layout = positional ? "keras" : "torch";
  return { format: "npz", key: undefined, tensors: new Map(lazy), layout, ...rest };
}

/** The one array of objects, when there are no weights by name. @throws UserError when there are several */
function listIn(archive: NpzFile): string | undefined {
  const names = archive.names();
  if (names.some((name) => recurrentNames.some((one) => name.endsWith(one)))) return undefined;
  const lists = names.filter((name) => isObjectArray(archive.bytesOf(name), archive.name));
  if (lists.length < 2) return lists[0];
  throw new UserError(`${archive.name} holds several lists`, `choose one by --key: ${lists.join(", ")}`, 2);
}

function textIn(archive: NpzFile, name: string): string | undefined {
  const array = archive.names().includes(name) ? archive.get(name) : undefined;
  return array?.kind === "string" && array.data.length === 1 ? array.data[0] : undefined;
}

/** A single array of objects, each the kernel of a layer. */
function kernelList(bytes: Uint8Array, name: string, key: string | undefined): NetworkFile {
  if (!isObjectArray(bytes, name)) {
    throw new UserError(
      `${name} is one array of numbers, not a list of weights`,
      "save them all: numpy.savez(FILE, *model.get_weights())",
    );
  }
  const tensors = new Map<string, LazyTensor>();
  readObjectArray(bytes, name).forEach((item, i) => {
    if (!(item instanceof PickledArray)) {
      throw new UserError(`${name}[${i}] is not an array`, "save the list of weights that Keras gives");
    }
    tensors.set(String(i), item.named(`${name}[${i}]`));
  });
  const rest = { settings: undefined, step: undefined };
  return { format: "NumPy objects", key, tensors, layout: "keras", complete: true, ...rest };
}

/** An array of an archive: its shape is read without it. */
const lazyMember = (archive: NpzFile, name: string): LazyTensor => ({
  name,
  get shape() {
    return archive.headerOf(name).shape;
  },
  get type() {
    return nameOfType(archive.headerOf(name).descr, name);
  },
  read: () => numbersIn(archive, name).values,
});

/** An array that is there when its shape is asked for. */
function lazyArray(open: () => NpyArray, name: string): LazyTensor {
  let array: NpyArray | undefined;
  const opened = (): NpyArray => (array ??= open());
  return {
    name,
    get shape() {
      return opened().shape;
    },
    get type() {
      return opened().kind;
    },
    read: () => numbersOf(opened(), name),
  };
}
