/** Recognises a path-integrating network among the tensors of a file: names, layout, sizes. */
import type { LazyTensor } from "../format/lazy-tensor.ts";
import type { NumericNpyArray } from "../format/npy-array.ts";
import { type WeightName, weightNames } from "../networks/rnn/path-rnn.ts";
import { torchNames, transpose } from "../networks/rnn/torch-layout.ts";
import { UserError } from "../user-error.ts";
import { checkShapes, type NetworkSizes } from "./imported-shapes.ts";
import type { NetworkFile } from "./network-file.ts";

export interface ImportedNetwork extends NetworkSizes {
  readonly weights: Readonly<Record<WeightName, LazyTensor>>;
  readonly layout: NetworkFile["layout"];
  /** Place-cell centres [cells, 2], m. */
  readonly centres: LazyTensor | undefined;
  /** Names of what the file holds besides. */
  readonly notTaken: readonly string[];
}

/** What centres of place cells are called: here, in the references, and otherwise. */
const centresNames = ["place_centres", "pc_centers", "place_cell_centers", "centres", "centers", "us"];

/** Order of the kernels in a list: encoder, velocity, recurrent, decoder. */
const kerasNames = { encoder: "0", input: "1", recurrent: "2", decoder: "3" } as const;

const shownNames = 8;

/**
 * @param name what to call the file in errors
 * @param ignored names of tensors that may be left out
 * @throws UserError naming the tensor that is missing, too many, or of the wrong shape, and what was expected. Shapes only are read
 */
export function recogniseNetwork(
  { tensors, layout, complete }: NetworkFile,
  name: string,
  ignored: readonly string[],
): ImportedNetwork {
  const names = layout === "keras" ? kerasNames : prefixed(prefixIn([...tensors.keys()], name));
  const missing = weightNames.find((weight) => !tensors.has(names[weight]));
  if (missing) throw missingWeight(name, names[missing], [...tensors.keys()]);
  const weights = Object.fromEntries(
    weightNames.map((weight) => [weight, tensors.get(names[weight])!]),
  ) as Record<WeightName, LazyTensor>;
  const sizes = checkShapes(weights, names, layout, name);
  const centresName = centresNames.find((candidate) => tensors.has(candidate));
  const others = [...tensors.keys()].filter(
    (key) => key !== centresName && !Object.values<string>(names).includes(key),
  );
  const unknown = ignored.find((key) => !others.includes(key));
  if (unknown !== undefined) {
    const mend = others.length > 0 ? `left over: ${listed(others)}` : "nothing is left over";
    throw new UserError(`${name} has no ${unknown} to ignore`, mend, 2);
  }
  const refused = others.filter((key) => !ignored.includes(key) && (complete || isOfNetwork(key, names)));
  if (refused.length > 0) throw surplus(name, refused, Object.values(names));
  const centres = centresName === undefined ? undefined : tensors.get(centresName)!;
  return { ...sizes, weights, layout, centres, notTaken: others };
}

/**
 * The weights as a checkpoint has them: float32, PyTorch's names and layout.
 * @throws UserError naming a tensor with values that are not finite in float32
 */
export function importedTensors({ weights, layout }: ImportedNetwork): Map<string, NumericNpyArray> {
  return new Map(
    weightNames.map((weight) => {
      const tensor = weights[weight];
      const [rows, columns] = tensor.shape as [number, number];
      const values = Float32Array.from(tensor.read());
      const bad = values.findIndex((value) => !Number.isFinite(value));
      if (bad >= 0) {
        throw new UserError(
          `${tensor.name} holds ${values[bad]} at [${Math.floor(bad / columns)}, ${bad % columns}]`,
          "import a network whose weights are finite in float32",
        );
      }
      const data = layout === "torch" ? values : transpose(values, rows, columns);
      const shape = layout === "torch" ? [rows, columns] : [columns, rows];
      return [torchNames[weight], { kind: "float32", shape, data }];
    }),
  );
}

/** What stands before the names, as "module." of a network wrapped for training on several devices. */
function prefixIn(keys: readonly string[], name: string): string {
  const anchor = torchNames.recurrent;
  const found = keys.filter((key) => key === anchor || key.endsWith(`.${anchor}`));
  if (found.length > 1) {
    throw new UserError(`${name} holds several networks: ${listed(found)}`, "save one of them alone");
  }
  return found[0]?.slice(0, -anchor.length) ?? "";
}

const prefixed = (prefix: string): Readonly<Record<WeightName, string>> => ({
  encoder: prefix + torchNames.encoder,
  input: prefix + torchNames.input,
  recurrent: prefix + torchNames.recurrent,
  decoder: prefix + torchNames.decoder,
});

/** Whether a tensor belongs to one of the layers, such as "RNN.bias_ih_l0", or to the list of kernels. */
const isOfNetwork = (key: string, names: Readonly<Record<WeightName, string>>): boolean => {
  const layers = weightNames.map((weight) => names[weight].slice(0, names[weight].lastIndexOf(".") + 1));
  return /^\d+$/.test(key) || layers.some((layer) => layer !== "" && key.startsWith(layer));
};

function missingWeight(name: string, missing: string, keys: readonly string[]): UserError {
  const place = /^\d$/.test(missing)
    ? `array ${missing} (of encoder, velocity, recurrent, decoder)`
    : missing;
  return new UserError(`${name} has no ${place}`, `it has: ${listed(keys) || "nothing"}`);
}

const surplus = (name: string, keys: readonly string[], expected: readonly string[]): UserError =>
  new UserError(
    `${name} has ${listed(keys)}, which this network has no place for`,
    `expected only ${expected.join(", ")}; leave it out: --ignore ${keys[0]}`,
  );

const listed = (keys: readonly string[]): string =>
  keys.length > shownNames
    ? `${keys.slice(0, shownNames).join(", ")} and ${keys.length - shownNames} more`
    : keys.join(", ");
