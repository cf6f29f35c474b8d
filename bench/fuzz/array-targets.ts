/** Files of arrays: NumPy's, safetensors, TensorFlow's records. */
import { readNumberArray } from "../../src/format/array-file.ts";
import { sourceOf } from "../../src/format/byte-source.ts";
import { readNpy, writeNpy } from "../../src/format/npy.ts";
import type { NumericNpyArray, StringNpyArray } from "../../src/format/npy-array.ts";
import { readNpz, writeNpz } from "../../src/format/npz.ts";
import { readSafetensors, writeSafetensors } from "../../src/format/safetensors.ts";
import { readExample, writeExample } from "../../src/format/tf-example.ts";
import { readRecordAt, readRecords, recordPlaces, writeRecord } from "../../src/format/tfrecord.ts";
import { writeZip } from "../../src/format/zip-write.ts";
import { ofBytes, ofJson, type Save, type Target, type Wrap } from "./target.ts";

const numbers: NumericNpyArray = {
  kind: "float64",
  shape: [3, 4, 5],
  data: Float64Array.from({ length: 60 }, (_, i) => i / 7),
};
const whole: NumericNpyArray = { kind: "int32", shape: [6], data: Int32Array.of(1, -2, 3, 4, 5, 6) };
const words: StringNpyArray = { kind: "string", shape: [2], data: ["one", "zwölf"] };

const npy: Target = {
  name: "npy",
  samples: [numbers, whole, words].map((array) => ofBytes(writeNpy(array))),
  read: (file) => void readNpy(file, "FILE.npy"),
};

const npzOf = (compress: boolean): Uint8Array => writeNpz({ numbers, whole, words }, { compress });
const member = (bytes: Uint8Array, compress: boolean): Uint8Array =>
  writeZip(
    [
      { name: "numbers.npy", bytes },
      { name: "words.npy", bytes: writeNpy(words) },
    ],
    compress,
  );

const npz: Target = {
  name: "npz",
  samples: [
    ofBytes(npzOf(true), undefined, npzOf(false)),
    ofBytes(npzOf(false), undefined, npzOf(true)),
    ofBytes(writeNpy(numbers), (damaged) => member(damaged, true)),
  ],
  read(file) {
    const archive = readNpz(file, { name: "FILE.npz" });
    for (const name of archive.names()) archive.get(name);
  },
};

const tensors = new Map<string, NumericNpyArray>([
  ["numbers", numbers],
  ["whole", whole],
]);

/** The parts of a safetensors file without a checksum: the header is free to be damaged, and to be as long as it then is. */
export function safetensorsParts(file: Uint8Array): {
  readonly header: Record<string, unknown>;
  readonly withHeader: Wrap;
} {
  const dataStart = 8 + Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(Buffer.from(file.subarray(8, dataStart)).toString()) as Record<string, unknown>;
  const { checksum: _, crc32c: __, ...metadata } = header.__metadata__ as Record<string, string>;
  const withHeader: Wrap = (text) => {
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(text.length));
    return Buffer.concat([length, text, file.subarray(dataStart)]);
  };
  return { header: { ...header, __metadata__: metadata }, withHeader };
}

const safetensorsFile = writeSafetensors(tensors, { note: "a text" });
const { header, withHeader } = safetensorsParts(safetensorsFile);

const safetensors: Target = {
  name: "safetensors",
  samples: [ofBytes(safetensorsFile), ofJson(header, withHeader)],
  read: (file) => void readSafetensors(file, "FILE.safetensors"),
};

const message = Buffer.from("\x09\x00\x00\x00\x00\x00\x00\xf0\x3f\x1a\x0dbrain.Event:2", "latin1");
const records = Buffer.concat([writeRecord(message), writeRecord(Buffer.alloc(40, 7))]);

const tfrecord: Target = {
  name: "tfrecord",
  samples: [ofBytes(records), ofBytes(message, (damaged) => Buffer.concat([writeRecord(damaged), records]))],
  read(file) {
    const source = sourceOf(file);
    for (const { data } of readRecords(source, "FILE.tfrecord")) data.at(0);
    for (const place of recordPlaces(source, "FILE.tfrecord"))
      readRecordAt(source, place, "FILE.tfrecord", 1);
  },
};

const example = writeExample({ first: Float32Array.of(1, 2, 3), second: Float32Array.of(4) });

const tfExample: Target = {
  name: "tf.train.Example",
  samples: [ofBytes(example)],
  read: (file) => void readExample(file, "record 1 of FILE.tfrecord"),
};

export const arrayTargets: readonly Target[] = [npy, npz, safetensors, tfrecord, tfExample];

/** The same arrays as commands ask for them: by path, with one to be chosen. */
export const numberArrayTarget = (save: Save): Target => ({
  name: "array of numbers",
  samples: [ofBytes(writeNpy(numbers)), ...npz.samples],
  read: (file) => void readNumberArray(save(file, "arrays"), undefined, (shape) => shape.length === 3),
});
