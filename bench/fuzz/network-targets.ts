/** Files that hold somebody's network. */
import type { Engine } from "../../src/engine/engine.ts";
import { recogniseNetwork } from "../../src/exchange/imported-network.ts";
import { kinds } from "../../src/exchange/known-names.ts";
import { readNetworkFile } from "../../src/exchange/network-file.ts";
import type { NumericNpyArray } from "../../src/format/npy-array.ts";
import { writeNpz } from "../../src/format/npz.ts";
import { readPickle } from "../../src/format/pickle.ts";
import { readFileBytes } from "../../src/format/read-file.ts";
import { transpose } from "../../src/networks/layout.ts";
import { networkTensors, readCheckpoint } from "../../src/run/checkpoint.ts";
import { loadWeights, openExperiment, readNetwork } from "../../src/session/saved-network.ts";
import { safetensorsParts } from "./array-targets.ts";
import { ofBytes, ofJson, type Save, type Target } from "./target.ts";
import { legacyTorchFile, objectArray, statePickle, torchArchive } from "./torch-files.ts";

/** As `import` reads it: the format, the tensors, the network they are, and then every number. */
function readForeign(file: Uint8Array): void {
  const network = readNetworkFile(file, "FILE", undefined);
  const { weights } = recogniseNetwork(network, "FILE", []);
  for (const tensor of Object.values(weights)) tensor.read();
  for (const tensor of network.tensors.values()) tensor.read();
}

/** @param checkpoint a good one */
export function networkTargets(checkpoint: string, save: Save, engine: Engine): Target[] {
  const file = readFileBytes(checkpoint);
  const tensors = networkTensors(readCheckpoint(checkpoint));
  const { header, withHeader } = safetensorsParts(file);
  const metadata = header.__metadata__ as Record<string, string>;
  const withSettings = (settings: Uint8Array): Uint8Array => {
    const changed = { ...metadata, settings: Buffer.from(settings).toString() };
    return withHeader(Buffer.from(JSON.stringify({ ...header, __metadata__: changed })));
  };
  const list = objectArray(kernels(tensors));
  const foreign = (name: string, samples: Target["samples"]): Target => ({
    ...{ name, samples },
    read: readForeign,
  });
  const inNpz = Object.fromEntries([...tensors].map(([name, array]) => [name, array]));
  return [
    {
      name: "checkpoint",
      samples: [
        ofBytes(file),
        ofJson(header, withHeader),
        ofJson(JSON.parse(metadata.settings!), withSettings),
        ofJson(JSON.parse(metadata.settings!), withSettings),
      ],
      read(damaged) {
        const path = save(damaged, "step-1.safetensors");
        const saved = readNetwork(path, path);
        engine.memory.scope(() => {
          loadWeights(engine, openExperiment(engine, saved), saved.checkpoint);
        });
      },
    },
    foreign("pth", [
      ofBytes(torchArchive(tensors), undefined, legacyTorchFile(tensors)),
      ofBytes(statePickle(tensors), (state) => torchArchive(tensors, state)),
    ]),
    foreign("pth before 1.6", [ofBytes(legacyTorchFile(tensors), undefined, torchArchive(tensors))]),
    foreign("npz of weights", [ofBytes(writeNpz(inNpz)), ofBytes(writeNpz(inNpz, { compress: false }))]),
    foreign("list of weights", [
      ofBytes(Buffer.concat([list.head, list.pickle])),
      ofBytes(list.pickle, (damaged) => Buffer.concat([list.head, damaged])),
    ]),
    {
      name: "pickle",
      samples: [ofBytes(plainPickle)],
      read: (damaged) => void readPickle(damaged, "FILE"),
    },
  ];
}

/** The arrays [in, out] of the first kind of network that has such a list. */
function kernels(tensors: ReadonlyMap<string, NumericNpyArray>): NumericNpyArray[] {
  const { kerasList = [], parameters } = kinds.find((kind) => kind.kerasList !== undefined)!;
  return kerasList.map((name) => {
    const { shape, data } = tensors.get(parameters[name]!.stored)!;
    const [rows, columns] = shape as [number, number];
    const values = transpose(Float32Array.from(Array.from(data, Number)), rows, columns);
    return { kind: "float32", shape: [columns, rows], data: values };
  });
}

/** Protocol 0 and 2 side by side, with what plain data may hold. */
const plainPickle = Buffer.from(
  "\x80\x02}q\x00(X\x01\x00\x00\x00aq\x01]q\x02(K\x01M\x10\x27J\xff\xff\xff\xff\x8a\x05\x00\x00\x00\x00\x01G?\xf0\x00\x00\x00\x00\x00\x00e" +
    "X\x01\x00\x00\x00bq\x03(\x88\x89NtX\x01\x00\x00\x00ch\x02X\x01\x00\x00\x00dccollections\nOrderedDict\n)RX\x01\x00\x00\x00eI12\nX\x01\x00\x00\x00fF1.5\nX\x01\x00\x00\x00gVtext\nu.",
  "latin1",
);
