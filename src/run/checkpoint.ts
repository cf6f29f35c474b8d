/** A network in a file: weights, constants, optimizer, settings. Which network it is, only the settings say. */
import type { NumericNpyArray } from "../format/npy-array.ts";
import { readFileBytes } from "../format/read-file.ts";
import { type WriteOptions, writeFileSafely } from "../format/safe-write.ts";
import { readSafetensors, type SafetensorsFile, writeSafetensors } from "../format/safetensors.ts";
import { type Arrays, type Layout, transpose } from "../networks/layout.ts";
import { UserError } from "../user-error.ts";

const kind = "entorhinal.network";
export const checkpointVersion = 2;

/** Settings as they stand in a file, not validated. */
export type SettingsTree = Record<string, unknown>;

/** A checkpoint as it lies in a file. */
export interface Checkpoint {
  readonly path: string;
  /** What to learn, from what, with which network; not where it was computed. */
  readonly settings: SettingsTree;
  /** Training steps done. */
  readonly step: number;
  /** Updates the optimizer made. */
  readonly updates: number;
  readonly file: SafetensorsFile;
}

/** What an optimizer keeps, by the names of files. */
export interface SavedOptimizer {
  /** Stands in front of its arrays. */
  readonly name: string;
  readonly slots: Readonly<Record<string, Arrays>>;
  readonly updates: number;
}

/** What of a training goes into its checkpoints. */
export interface SavedExperiment {
  readonly settings: object;
  readonly layout: Layout;
  readonly constants: ReadonlyMap<string, NumericNpyArray>;
}

/**
 * Writes weights, constants and, when given, the optimizer to one safetensors file of a run, whole or not at all. A link
 * there is replaced.
 * Weights carry the names and the [out, in] layout of PyTorch. Randomness needs no state: it is a function of seed and step.
 */
export function saveCheckpoint(
  path: string,
  { settings, layout, constants }: SavedExperiment,
  weights: Arrays,
  step: number,
  options: { readonly optimizer?: SavedOptimizer | undefined; readonly force?: boolean },
): void {
  const tensors = new Map<string, NumericNpyArray>();
  addArrays(tensors, "", layout, weights);
  for (const [name, constant] of constants) tensors.set(name, constant);
  const { optimizer } = options;
  for (const [slot, arrays] of Object.entries(optimizer?.slots ?? {})) {
    addArrays(tensors, `${optimizer!.name}.${slot}.`, layout, arrays);
  }
  const updates = optimizer?.updates ?? step;
  writeCheckpoint(path, settings, { step, updates }, tensors, { force: options.force, links: "replace" });
}

/**
 * Writes the tensors of a network, by the names and in the layout of a checkpoint, whole or not at all.
 * @throws UserError when the file exists (without `force`) or cannot be written
 */
export function writeCheckpoint(
  path: string,
  settings: object,
  { step, updates = step }: { readonly step: number; readonly updates?: number },
  tensors: ReadonlyMap<string, NumericNpyArray>,
  options: WriteOptions = {},
): void {
  const bytes = writeSafetensors(tensors, {
    kind,
    version: String(checkpointVersion),
    step: String(step),
    updates: String(updates),
    settings: JSON.stringify(withoutMachine(settings)),
  });
  writeFileSafely(path, bytes, options);
}

/** Settings that say where to compute: they stand in the manifest, so that the same training gives the same file. */
export const machineKeys = ["device", "blas", "workers"] as const;

const withoutMachine = (settings: object): SettingsTree =>
  Object.fromEntries(
    Object.entries(settings).filter(([key]) => !(machineKeys as readonly string[]).includes(key)),
  );

/** The tensors of a checkpoint without those of the optimizer that its settings name. */
export function networkTensors({ settings, file }: Checkpoint): Map<string, NumericNpyArray> {
  const { optimizer } = (settings.train ?? {}) as { readonly optimizer?: unknown };
  return new Map([...file.tensors].filter(([name]) => !name.startsWith(`${optimizer}.`)));
}

/**
 * Weights in half precision are widened: the network is what the file holds, to the bit.
 * @throws UserError when the file is missing, damaged, of another kind or version
 */
export function readCheckpoint(path: string): Checkpoint {
  const file = widened(readSafetensors(readFileBytes(path), path));
  const { metadata } = file;
  if (metadata.kind !== kind && metadata.kind !== firstKind) {
    throw new UserError(`${path} is not an entorhinal checkpoint`, "name a checkpoint or a run directory");
  }
  const isFirst = metadata.kind === firstKind && metadata.version === "1";
  if (!isFirst && metadata.version !== String(checkpointVersion)) {
    throw new UserError(
      `${path} is a checkpoint of version ${metadata.version}, this entorhinal reads ${checkpointVersion}`,
      "use the version of entorhinal that wrote it",
    );
  }
  const settings = settingsOf(metadata, path);
  const step = wholeNumber(metadata, "step", path);
  // The first version had no count of updates: it was the step.
  const updates = isFirst ? step : wholeNumber(metadata, "updates", path);
  return { path, settings, step, updates, file };
}

/** Every float16 tensor as float32. */
const widened = (file: SafetensorsFile): SafetensorsFile => ({
  ...file,
  tensors: new Map(
    [...file.tensors].map(([name, tensor]) => [
      name,
      tensor.kind === "float16"
        ? { ...tensor, kind: "float32", data: new Float32Array(tensor.data) }
        : tensor,
    ]),
  ),
});

/** What the first version called itself, which knew one network only. */
const firstKind = "entorhinal.path-rnn";

function wholeNumber(metadata: Readonly<Record<string, string>>, key: string, path: string): number {
  const text = metadata[key] ?? "";
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value;
  throw withoutUse(path, `${key} ${metadata[key]}`);
}

function settingsOf(metadata: Readonly<Record<string, string>>, path: string): SettingsTree {
  try {
    const settings: unknown = JSON.parse(metadata.settings ?? "");
    if (typeof settings === "object" && settings !== null && !Array.isArray(settings)) {
      return settings as SettingsTree;
    }
  } catch {
    // Reported below, like settings that are no group.
  }
  throw withoutUse(path, "settings");
}

const withoutUse = (path: string, what: string): UserError =>
  new UserError(`${path} has unreadable metadata: ${what}`, "use a checkpoint as entorhinal wrote it");

/**
 * Fills arrays from a checkpoint.
 * @param prefix in front of the names: of the optimizer's arrays
 * @throws UserError when one is missing or has the wrong shape
 */
export function loadArrays(arrays: Arrays, layout: Layout, { file, path }: Checkpoint, prefix = ""): void {
  for (const { name, stored, shape } of Object.values(layout)) {
    const data = tensorOf(file, prefix + stored, shape.toReversed(), path);
    const [rows, columns] = shape;
    arrays[name]!.set(columns === undefined ? data : transpose(data, columns, rows!));
  }
}

/** Whether a checkpoint holds what an optimizer keeps. */
export const hasOptimizer = ({ file }: Checkpoint, name: string): boolean =>
  [...file.tensors.keys()].some((key) => key.startsWith(`${name}.`));

function addArrays(
  tensors: Map<string, NumericNpyArray>,
  prefix: string,
  layout: Layout,
  arrays: Arrays,
): void {
  for (const { name, stored, shape } of Object.values(layout)) {
    const [rows, columns] = shape;
    const { view } = arrays[name]!;
    const data = columns === undefined ? view.slice() : transpose(view, rows!, columns);
    tensors.set(prefix + stored, { kind: "float32", shape: shape.toReversed(), data });
  }
}

function tensorOf(file: SafetensorsFile, name: string, shape: readonly number[], path: string): Float32Array {
  const tensor = file.tensors.get(name);
  if (tensor?.kind !== "float32" || tensor.shape.join() !== shape.join()) {
    const found = tensor ? `${tensor.kind} [${tensor.shape.join(", ")}]` : "nothing";
    throw new UserError(
      `${path}: ${name} should be float32 [${shape.join(", ")}], found ${found}`,
      "the file is damaged or not a checkpoint of this network",
    );
  }
  return tensor.data;
}
