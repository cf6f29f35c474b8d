import type { Engine } from "../engine/engine.ts";
import type { NumericNpyArray } from "../format/npy-array.ts";
import { readFileBytes } from "../format/read-file.ts";
import { writeFileSafely } from "../format/safe-write.ts";
import { readSafetensors, type SafetensorsFile, writeSafetensors } from "../format/safetensors.ts";
import {
  allocateWeights,
  type PathRnn,
  type WeightArrays,
  weightNames,
  weightShape,
} from "../networks/rnn/path-rnn.ts";
import { torchNames, transpose } from "../networks/rnn/torch-layout.ts";
import type { Experiment } from "../tasks/path-integration/experiment.ts";
import { type Adam, openAdam } from "../train/optimizers/adam.ts";
import type { Settings } from "../train/settings.ts";
import { UserError } from "../user-error.ts";

const kind = "entorhinal.path-rnn";
export const checkpointVersion = 1;
/** The tensor of the place-cell centres, [cells, 2] m. */
export const centresName = "place_centres";
const momentPrefix = { firstMoment: "adam.exp_avg.", secondMoment: "adam.exp_avg_sq." } as const;

/** A checkpoint as it lies in a file; `open…` puts it into the engine. */
export interface Checkpoint {
  readonly path: string;
  readonly settings: Settings;
  /** Training steps done. */
  readonly step: number;
  /** Place-cell centres [cells, 2], m. */
  readonly centres: ArrayLike<number>;
  readonly file: SafetensorsFile;
}

/**
 * Writes weights, place-cell centres and, when given, the optimizer to one safetensors file, whole or not at all.
 * Weights carry the names and the [out, in] layout of PyTorch. Randomness needs no state: it is a function of seed and step.
 */
export function saveCheckpoint(
  path: string,
  experiment: Experiment,
  model: PathRnn,
  step: number,
  options: { readonly adam?: Adam | undefined; readonly force?: boolean },
): void {
  const tensors = new Map<string, NumericNpyArray>();
  addWeights(tensors, "", model.weights);
  tensors.set(centresName, centresTensor(experiment));
  if (options.adam) {
    addWeights(tensors, momentPrefix.firstMoment, options.adam.firstMoment);
    addWeights(tensors, momentPrefix.secondMoment, options.adam.secondMoment);
  }
  writeCheckpoint(path, experiment.settings, step, tensors, { force: options.force });
}

/**
 * Writes the tensors of a network, by the names and in the layout of a checkpoint, whole or not at all.
 * @throws UserError when the file exists (without `force`) or cannot be written
 */
export function writeCheckpoint(
  path: string,
  settings: Settings,
  step: number,
  tensors: ReadonlyMap<string, NumericNpyArray>,
  { force }: { readonly force?: boolean | undefined } = {},
): void {
  const bytes = writeSafetensors(tensors, {
    kind,
    version: String(checkpointVersion),
    step: String(step),
    settings: JSON.stringify(settings),
  });
  writeFileSafely(path, bytes, { force });
}

/** The tensors of a checkpoint without those of the optimizer. */
export const networkTensors = (checkpoint: Checkpoint): Map<string, NumericNpyArray> =>
  new Map([...checkpoint.file.tensors].filter(([name]) => !name.startsWith("adam.")));

/** @throws UserError when the file is missing, damaged, of another kind or version */
export function readCheckpoint(path: string): Checkpoint {
  const file = readSafetensors(readFileBytes(path), path);
  const { metadata } = file;
  if (metadata.kind !== kind) {
    throw new UserError(`${path} is not an entorhinal checkpoint`, "name a checkpoint or a run directory");
  }
  if (metadata.version !== String(checkpointVersion)) {
    throw new UserError(
      `${path} is a checkpoint of version ${metadata.version}, this entorhinal reads ${checkpointVersion}`,
      "use the version of entorhinal that wrote it",
    );
  }
  const settings = settingsOf(metadata, path);
  const step = Number(metadata.step);
  if (!Number.isSafeInteger(step) || step < 0) throw withoutUse(path, `step ${metadata.step}`);
  const centres = tensorOf(file, centresName, [settings.code.placeCells, 2], path);
  return { path, settings, step, centres, file };
}

/** The settings, of which only as much is checked as is needed to read the tensors. */
function settingsOf(metadata: Readonly<Record<string, string>>, path: string): Settings {
  try {
    const settings = JSON.parse(metadata.settings ?? "") as Settings;
    if (Number.isSafeInteger(settings.code.placeCells)) return settings;
  } catch {
    // Reported below, like settings without place cells.
  }
  throw withoutUse(path, "settings");
}

const withoutUse = (path: string, what: string): UserError =>
  new UserError(`${path} has unreadable metadata: ${what}`, "use a checkpoint as entorhinal wrote it");

/** The network of a checkpoint. @throws UserError when a matrix is missing or has the wrong shape */
export function loadModel(engine: Engine, experiment: Experiment, checkpoint: Checkpoint): PathRnn {
  const weights = allocateWeights(engine, experiment.shape, "weights");
  fillWeights(weights, "", experiment, checkpoint);
  return { shape: experiment.shape, weights };
}

/** The optimizer of a checkpoint; at step 0, a new one. @throws UserError when the file holds weights only */
export function loadAdam(
  engine: Engine,
  experiment: Experiment,
  model: PathRnn,
  checkpoint: Checkpoint,
): Adam {
  if (![...checkpoint.file.tensors.keys()].some((name) => name.startsWith(momentPrefix.firstMoment))) {
    if (checkpoint.step === 0) return openAdam(engine, model);
    throw new UserError(
      `${checkpoint.path} holds no optimizer state, so training cannot go on from it`,
      "resume from a run directory",
    );
  }
  const adam = openAdam(engine, model);
  fillWeights(adam.firstMoment, momentPrefix.firstMoment, experiment, checkpoint);
  fillWeights(adam.secondMoment, momentPrefix.secondMoment, experiment, checkpoint);
  adam.updates = checkpoint.step;
  return adam;
}

function addWeights(tensors: Map<string, NumericNpyArray>, prefix: string, weights: WeightArrays): void {
  for (const name of weightNames) {
    const [rows, columns] = weights[name].shape as [number, number];
    const data = transpose(weights[name].view, rows, columns);
    tensors.set(prefix + torchNames[name], { kind: "float32", shape: [columns, rows], data });
  }
}

function fillWeights(
  weights: WeightArrays,
  prefix: string,
  experiment: Experiment,
  checkpoint: Checkpoint,
): void {
  for (const name of weightNames) {
    const [rows, columns] = weightShape(name, experiment.shape);
    const data = tensorOf(checkpoint.file, prefix + torchNames[name], [columns, rows], checkpoint.path);
    weights[name].set(transpose(data, columns, rows));
  }
}

function centresTensor(experiment: Experiment): NumericNpyArray {
  const { centresX, centresY, cells } = experiment.code;
  const [x, y] = [centresX.view, centresY.view];
  const data = Float32Array.from({ length: 2 * cells }, (_, i) => (i % 2 === 0 ? x : y)[i >> 1]!);
  return { kind: "float32", shape: [cells, 2], data };
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
