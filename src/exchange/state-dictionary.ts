/** Finds the weights in what a PyTorch file holds: a state dictionary, or a training checkpoint with one in it. */
import type { LazyTensor } from "../format/lazy-tensor.ts";
import type { PickleMap, PickleValue } from "../format/pickle-values.ts";
import { TorchTensor } from "../format/torch-tensor.ts";
import { UserError } from "../user-error.ts";
import { storedNames } from "./known-names.ts";

interface Found {
  /** Keys from the outermost dictionary on, with dots between; undefined for that itself. */
  readonly path: string | undefined;
  readonly map: PickleMap;
}

const deepest = 3;

/**
 * @param root what `torch.load` gives
 * @param key path of the dictionary; when undefined the only one with weights of a path-integrating network is taken
 * @throws UserError naming what there is when none or several may be meant
 */
export function chooseStateDictionary(
  root: PickleValue,
  file: string,
  key: string | undefined,
): { readonly path: string | undefined; readonly tensors: ReadonlyMap<string, LazyTensor> } {
  if (root instanceof TorchTensor) {
    throw new UserError(`${file} holds a single tensor`, "save a model's state_dict");
  }
  const found = root instanceof Map ? dictionariesIn(root) : [];
  const chosen = choose(found, file, key);
  const tensors = tensorsOf(chosen.map);
  // Centres may stand beside the state dictionary.
  if (root instanceof Map && chosen.map !== root) {
    for (const [name, tensor] of tensorsOf(root)) {
      if (tensors.has(name)) throw twice(file, name);
      tensors.set(name, tensor);
    }
  }
  return { path: chosen.path, tensors };
}

const twice = (file: string, name: string): UserError =>
  new UserError(
    `${file} has ${name} in its state dictionary and beside it`,
    "save the state dictionary alone: torch.save(model.state_dict(), FILE)",
  );

function choose(found: readonly Found[], file: string, key: string | undefined): Found {
  const names = found.map(({ path }) => path ?? "(the file itself)").join(", ");
  if (key !== undefined) {
    const given = found.find(({ path }) => path === key);
    if (given) return given;
    const mend = names === "" ? "it holds no dictionary of tensors" : `dictionaries with tensors: ${names}`;
    throw new UserError(`${file} has no dictionary of tensors ${key}`, mend, 2);
  }
  const likely = found.filter(({ map }) => [...map.keys()].some(isWeightName));
  const candidates = likely.length > 0 ? likely : found;
  if (candidates.length === 1) return candidates[0]!;
  if (candidates.length === 0) {
    throw new UserError(`${file} holds no tensors by name`, "save a model's state_dict");
  }
  const several = candidates.map(({ path }) => path ?? "(the file itself)").join(", ");
  throw new UserError(`${file} holds several dictionaries of tensors`, `choose one by --key: ${several}`, 2);
}

const isWeightName = (key: PickleValue): boolean =>
  typeof key === "string" && storedNames.some((name) => key.endsWith(name));

/** All dictionaries with a tensor in them, outer ones first; each once. */
function dictionariesIn(root: PickleMap): Found[] {
  const found: Found[] = [];
  const seen = new Set<PickleMap>();
  const visit = (map: PickleMap, path: string | undefined, depth: number): void => {
    if (seen.has(map)) return;
    seen.add(map);
    if ([...map.values()].some((value) => value instanceof TorchTensor)) found.push({ path, map });
    if (depth === deepest) return;
    for (const [key, value] of map) {
      if (!(value instanceof Map) || typeof key !== "string") continue;
      visit(value, path === undefined ? key : `${path}.${key}`, depth + 1);
    }
  };
  visit(root, undefined, 0);
  return found;
}

function tensorsOf(map: PickleMap): Map<string, LazyTensor> {
  const tensors = new Map<string, LazyTensor>();
  for (const [key, value] of map) {
    if (typeof key === "string" && value instanceof TorchTensor) tensors.set(key, value.named(key));
  }
  return tensors;
}
