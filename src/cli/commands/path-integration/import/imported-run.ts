/** Writes an imported network as a run: as `train` makes it, at step 0. */
import { join } from "node:path";
import {
  type CodeConstants,
  centresIn,
  centresName,
  constantsOf,
  headMeansName,
} from "../../../../code/code-constants.ts";
import { openPathCode } from "../../../../code/open-path-code.ts";
import type { PathCode } from "../../../../code/path-code.ts";
import { type Centres, givenCentres } from "../../../../code/place-centres.ts";
import { centrePairs } from "../../../../code/place-code.ts";
import { headEnsembles, type PlaceSettings, placeEnsembles } from "../../../../code/place-settings.ts";
import { printConfig } from "../../../../config/sources.ts";
import type { Engine } from "../../../../engine/engine.ts";
import { type ImportedNetwork, importedTensors } from "../../../../exchange/imported-network.ts";
import type { LazyTensor } from "../../../../format/lazy-tensor.ts";
import { writeNpy } from "../../../../format/npy.ts";
import { formatShape, type NumericNpyArray, npyArray } from "../../../../format/npy-array.ts";
import { writeFileSafely } from "../../../../format/safe-write.ts";
import { writeCheckpoint } from "../../../../run/checkpoint.ts";
import { checkpointPath } from "../../../../run/checkpoint-folder.ts";
import { describeRun, type ImportSource } from "../../../../run/manifest.ts";
import { createRun, type RunDirectory } from "../../../../run/run-directory.ts";
import { UserError } from "../../../../user-error.ts";
import { arenaOf } from "../../../../world/open-field.ts";
import type { ImportConfig } from "./import-config.ts";

const centresFile = "place-centres.npy";

export interface ImportedRun {
  readonly directory: RunDirectory;
  readonly config: ImportConfig["config"];
  readonly centres: Centres;
}

/**
 * @param path of the new run; it is complete afterwards or not there
 * @throws UserError for weights or centres that cannot be used, and when the run cannot be written
 */
export function writeImportedRun(
  engine: Engine,
  network: ImportedNetwork,
  { config: given, centresOfFile }: ImportConfig,
  source: ImportSource,
  { path, preset }: { readonly path: string; readonly preset: string | null },
): ImportedRun {
  const tensors = importedTensors(network);
  const constants = constantsOfFile(network, centresOfFile, given.code);
  const code = openPathCode(
    engine,
    given.code,
    arenaOf(given.world),
    given.code.centresSeed ?? given.seed,
    constants,
    false,
  );
  for (const [name, constant] of constantsOf(code)) tensors.set(name, constant);
  const config = centresOfFile
    ? { ...given, code: { ...given.code, centres: join(path, centresFile) } }
    : given;
  const run = { preset, seed: config.seed, device: "hybrid" };
  // Nothing was trained here yet: no session.
  const manifest = { ...describeRun(engine, run), sessions: [], imported: source };
  const directory = createRun(path, printConfig(config), manifest, (partial) => {
    if (centresOfFile) writeFileSafely(join(partial.path, centresFile), writeNpy(allCentres(code)));
    writeCheckpoint(checkpointPath(partial, 0), config, { step: 0 }, tensors);
  });
  return { directory, config, centres: centresIn(constantsOf(code), given.code.placeCells) };
}

/** Of all ensembles of places, one after the other. */
function allCentres({ parts }: PathCode) {
  const pairs = parts.flatMap((part) => (part.quantity === "place" ? [...centrePairs(part.code)] : []));
  return npyArray(Float64Array.from(pairs), [pairs.length / 2, 2]);
}

/** What the file brings of its code; what is not there is made by the settings. */
function constantsOfFile(
  { centres, constants }: ImportedNetwork,
  centresOfFile: boolean,
  code: PlaceSettings,
): CodeConstants {
  const found = new Map<string, NumericNpyArray>();
  const take = (name: string, tensor: LazyTensor | undefined, shape: readonly number[], what: string) => {
    if (tensor) found.set(name, readConstant(tensor, shape, what));
  };
  placeEnsembles(code).forEach(({ cells }, index) => {
    const name = centresName(index);
    if (centresOfFile) {
      take(name, index === 0 ? centres : constants.get(name), [cells, 2], "x and y of each place cell");
    }
  });
  headEnsembles(code).forEach(({ cells }, index) => {
    const name = headMeansName(index);
    take(name, constants.get(name), [cells], "the preferred heading of each cell");
  });
  return found;
}

function readConstant(tensor: LazyTensor, shape: readonly number[], what: string): NumericNpyArray {
  if (tensor.shape.join() !== shape.join()) {
    throw new UserError(
      `${tensor.name} has the shape ${formatShape(tensor.shape)}, expected ${formatShape(shape)}: ${what}`,
      shape.length === 2
        ? "or name other centres by --centres"
        : "set code.headCells and code.moreHeads to what the file has",
    );
  }
  const values = tensor.read();
  if (shape.length === 2) givenCentres(values);
  return { kind: "float32", shape: [...shape], data: Float32Array.from(values) };
}
