/** Recognises a network among the tensors of a file: names, layout, sizes. */
import type { LazyTensor } from "../format/lazy-tensor.ts";
import type { NumericNpyArray } from "../format/npy-array.ts";
import { mapNames, namesOf, picked, transpose } from "../networks/layout.ts";
import type { NetworkKind } from "../networks/network-kind.ts";
import { UserError } from "../user-error.ts";
import { mayBe, type Sizes, sizesOf } from "./imported-sizes.ts";
import { kinds, recurrentNames } from "./known-names.ts";
import type { NetworkFile } from "./network-file.ts";

export interface ImportedNetwork {
  readonly kind: NetworkKind;
  /** By the names of the axes of its arrays. */
  readonly sizes: Sizes;
  /** By our names. */
  readonly weights: Readonly<Record<string, LazyTensor>>;
  readonly layout: NetworkFile["layout"];
  /** Place-cell centres [cells, 2], m. */
  readonly centres: LazyTensor | undefined;
  /** What else of a code such a file has, by the names of our checkpoints: centres of further ensembles, means of head directions. */
  readonly constants: ReadonlyMap<string, LazyTensor>;
  /** Names of what the file holds besides. */
  readonly notTaken: readonly string[];
}

/** What centres of place cells are called: here, in the references, and otherwise. */
const centresNames = ["place_centres", "pc_centers", "place_cell_centers", "centres", "centers", "us"];

/** Of further ensembles of a code: `place_centres_2`, `head_means`. */
const isOfCode = (key: string): boolean => /^(place_centres_[2-9]|head_means(_[2-9])?)$/.test(key);

const shownNames = 8;

/**
 * @param name what to call the file in errors
 * @param ignored names of tensors that may be left out
 * @param said the kind that it is said to be; undefined: it is told by its arrays
 * @throws UserError naming the tensor that is missing, too many, or of the wrong shape, and what was expected. Shapes only are read
 */
export function recogniseNetwork(
  file: NetworkFile,
  name: string,
  ignored: readonly string[],
  said?: string,
): ImportedNetwork {
  const { tensors, layout, complete } = file;
  const prefix = layout === "keras" ? "" : prefixIn([...tensors.keys()], name);
  const namesIn = (kind: NetworkKind) => namesOfArrays(kind, file, prefix);
  const readable = layout === "keras" ? kinds.filter(({ kerasList }) => kerasList) : kinds;
  const kind =
    readable.find((one) => one.kind === said) ??
    likeliest(
      readable,
      (one) => mayBe(one, (array) => tensors.get(namesIn(one)[array]!)?.shape, layout),
      (one) =>
        Object.values(namesIn(one)).filter((array) => !tensors.has(array) || ignored.includes(array)).length,
    );
  const names = namesIn(kind);
  const missing = Object.keys(names).find((array) => !tensors.has(names[array]!));
  if (missing) throw missingWeight(kind, name, names[missing]!, [...tensors.keys()]);
  const weights = mapNames(names, (array) => tensors.get(names[array]!)!);
  const sizes = sizesOf(kind, weights, names, layout, name);
  const centresName = centresNames.find((candidate) => tensors.has(candidate));
  const others = [...tensors.keys()].filter(
    (key) => key !== centresName && !isOfCode(key) && !Object.values(names).includes(key),
  );
  const constants = new Map([...tensors].filter(([key]) => isOfCode(key)));
  const unknown = ignored.find((key) => !others.includes(key));
  if (unknown !== undefined) {
    const mend = others.length > 0 ? `left over: ${listed(others)}` : "nothing is left over";
    throw new UserError(`${name} has no ${unknown} to ignore`, mend, 2);
  }
  const refused = others.filter((key) => !ignored.includes(key) && (complete || isOfNetwork(key, names)));
  if (refused.length > 0) throw surplus(kind, name, refused, Object.values(names));
  const centres = centresName === undefined ? undefined : tensors.get(centresName)!;
  return { kind, sizes, weights, layout, centres, constants, notTaken: others };
}

/**
 * Of the kinds that the arrays may be of, the one with the most arrays that lacks none, or else the one that lacks the fewest.
 * @param lacking how many of its arrays the file has not
 */
function likeliest(
  readable: readonly NetworkKind[],
  fits: (kind: NetworkKind) => boolean,
  lacking: (kind: NetworkKind) => number,
): NetworkKind {
  const fitting = readable.filter(fits);
  const arrays = ({ parameters }: NetworkKind) =>
    Object.values(parameters).filter(({ optional }) => !optional).length;
  return fitting.toSorted((a, b) => lacking(a) - lacking(b) || arrays(b) - arrays(a))[0] ?? readable[0]!;
}

/** What the file calls each array that the network must have, or that is optional and there. */
function namesOfArrays(
  { parameters, kerasList = [] }: NetworkKind,
  { layout, tensors }: NetworkFile,
  prefix: string,
): Readonly<Record<string, string>> {
  if (layout === "keras")
    return mapNames(picked(parameters, kerasList), (array) => String(kerasList.indexOf(array)));
  const names = mapNames(parameters, (array) => prefix + parameters[array]!.stored);
  const isThere = (array: string) => !parameters[array]!.optional || tensors.has(names[array]!);
  return picked(names, namesOf(parameters).filter(isThere));
}

/**
 * The weights as a checkpoint has them: float32, PyTorch's names and layout.
 * @throws UserError naming a tensor with values that are not finite in float32
 */
export function importedTensors({ kind, weights, layout }: ImportedNetwork): Map<string, NumericNpyArray> {
  return new Map(
    Object.entries(weights).map(([array, tensor]) => {
      const { shape } = tensor;
      const [rows, columns = 1] = shape;
      const values = Float32Array.from(tensor.read());
      const bad = values.findIndex((value) => !Number.isFinite(value));
      if (bad >= 0) {
        const at = shape.length === 1 ? `${bad}` : `${Math.floor(bad / columns)}, ${bad % columns}`;
        throw new UserError(
          `${tensor.name} holds ${values[bad]} at [${at}]`,
          "import a network whose weights are finite in float32",
        );
      }
      const turned = layout === "keras" && shape.length === 2;
      return [
        kind.parameters[array]!.stored,
        {
          kind: "float32",
          shape: turned ? shape.toReversed() : shape,
          data: turned ? transpose(values, rows!, columns) : values,
        },
      ];
    }),
  );
}

/** What stands before the names, as "module." of a network wrapped for training on several devices. */
function prefixIn(keys: readonly string[], name: string): string {
  const isAnchor = (key: string) => recurrentNames.find((one) => key === one || key.endsWith(`.${one}`));
  const found = keys.filter(isAnchor);
  const prefixes = [...new Set(found.map((key) => key.slice(0, -isAnchor(key)!.length)))];
  if (prefixes.length > 1) {
    throw new UserError(`${name} holds several networks: ${listed(found)}`, "save one of them alone");
  }
  return prefixes[0] ?? "";
}

/** Whether a tensor belongs to one of the layers, such as a bias that we have not, or to the list of kernels. */
const isOfNetwork = (key: string, names: Readonly<Record<string, string>>): boolean => {
  const layers = Object.values(names).map((one) => one.slice(0, one.lastIndexOf(".") + 1));
  return /^\d+$/.test(key) || layers.some((layer) => layer !== "" && key.startsWith(layer));
};

function missingWeight(
  { kerasList = [] }: NetworkKind,
  name: string,
  missing: string,
  keys: readonly string[],
): UserError {
  const place = /^\d$/.test(missing) ? `array ${missing} (of ${kerasList.join(", ")})` : missing;
  return new UserError(`${name} has no ${place}`, `it has: ${listed(keys) || "nothing"}`);
}

const surplus = (
  { title }: NetworkKind,
  name: string,
  keys: readonly string[],
  expected: readonly string[],
): UserError =>
  new UserError(
    `${name} has ${listed(keys)}, which ${title} has no place for`,
    `expected only ${expected.join(", ")}; leave it out: --ignore ${keys[0]}`,
  );

const listed = (keys: readonly string[]): string =>
  keys.length > shownNames
    ? `${keys.slice(0, shownNames).join(", ")} and ${keys.length - shownNames} more`
    : keys.join(", ");
