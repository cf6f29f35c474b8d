/** Writes an imported network as a run: as `train` makes it, at step 0. */
import { join } from "node:path";
import { centresName } from "../../../../code/code-constants.ts";
import { centresOf } from "../../../../code/place-cells.ts";
import { type Centres, givenCentres } from "../../../../code/place-centres.ts";
import { printConfig } from "../../../../config/sources.ts";
import type { Engine } from "../../../../engine/engine.ts";
import { type ImportedNetwork, importedTensors } from "../../../../exchange/imported-network.ts";
import type { LazyTensor } from "../../../../format/lazy-tensor.ts";
import { writeNpy } from "../../../../format/npy.ts";
import { formatShape, npyArray } from "../../../../format/npy-array.ts";
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
  const placeCells = network.sizes.cells!;
  const ownCentres = centresOfFile ? readCentres(network.centres!, placeCells) : undefined;
  const config = ownCentres ? { ...given, code: { ...given.code, centres: join(path, centresFile) } } : given;
  const centres =
    ownCentres ??
    centresOf(engine, config.code, arenaOf(config.world), config.code.centresSeed ?? config.seed);
  const tensors = importedTensors(network);
  const pairs = Float64Array.from({ length: 2 * placeCells }, (_, i) =>
    i % 2 === 0 ? centres.x[i >> 1]! : centres.y[i >> 1]!,
  );
  const shape = [placeCells, 2];
  tensors.set(centresName(), { kind: "float32", shape, data: Float32Array.from(pairs) });
  const run = { preset, seed: config.seed, device: "hybrid" };
  // Nothing was trained here yet: no session.
  const manifest = { ...describeRun(engine, run), sessions: [], imported: source };
  const directory = createRun(path, printConfig(config), manifest, (partial) => {
    if (ownCentres) writeFileSafely(join(partial.path, centresFile), writeNpy(npyArray(pairs, shape)));
    writeCheckpoint(checkpointPath(partial, 0), config, { step: 0 }, tensors);
  });
  return { directory, config, centres };
}

function readCentres(tensor: LazyTensor, placeCells: number): Centres {
  if (tensor.shape.join() !== `${placeCells},2`) {
    throw new UserError(
      `${tensor.name} has the shape ${formatShape(tensor.shape)}, expected (${placeCells}, 2): x and y of each place cell`,
      "or name other centres by --centres",
    );
  }
  return givenCentres(tensor.read());
}
