/** A new run that begins with the weights of a network there is: its settings, what must agree, and the first checkpoint. */
import { createHash } from "node:crypto";
import { basename } from "node:path";
import { changeInWords, changesBetween } from "../config/diff.ts";
import type { Config } from "../config/schema.ts";
import type { Engine } from "../engine/engine.ts";
import { readFileBytes } from "../format/read-file.ts";
import type { Arrays } from "../networks/layout.ts";
import { type Checkpoint, saveCheckpoint } from "../run/checkpoint.ts";
import { checkpointPath } from "../run/checkpoint-folder.ts";
import type { BeginningNetwork } from "../run/manifest.ts";
import type { RunDirectory } from "../run/run-directory.ts";
import type { Experiment } from "../tasks/experiment.ts";
import { taskOf } from "../tasks/tasks.ts";
import { UserError } from "../user-error.ts";
import type { NamedNetwork } from "./named-networks.ts";
import { bundledFile } from "./run-names.ts";
import { loadWeights, readNetwork } from "./saved-network.ts";

export interface BegunExperiment {
  readonly experiment: Experiment;
  readonly source: BeginningNetwork;
  /** What was made anew though the network had it, and why; for a reader. */
  readonly remark: string | undefined;
  /** Writes the network into a new run, as its checkpoint of step 0. */
  save(directory: RunDirectory): void;
}

/**
 * Opens what the configuration describes, with the weights of a network. Its constants, such as the centres of place cells, are those
 * of the network unless a setting of theirs is another one.
 * @throws UserError with all arrays that disagree in size, and the settings that make them so
 */
export function openBegun(engine: Engine, config: Config, { path, given }: NamedNetwork): BegunExperiment {
  const saved = readNetwork(path, given);
  const { checkpoint } = saved;
  const changes = changesBetween(saved.config, config);
  const other = changes.filter(({ key }) => !keepsConstants(key));
  const task = taskOf(config.task);
  const sizes = new Set(Object.values(task.settingOfSize));
  const fresh = other.length > 0;
  const isSize = (key: string) => sizes.has(key) || ofCellCounts.test(key);
  const misfit = () => changes.filter(({ key }) => isSize(key)).map(changeInWords);
  if (fresh || misfit().length > 0) {
    checkFit(task.open(engine, config), checkpoint.file.tensors, given, misfit());
  }
  const experiment = task.open(engine, config, fresh ? undefined : checkpoint.file.tensors);
  const weights: Arrays = loadWeights(engine, experiment, checkpoint);
  return {
    experiment,
    source: sourceOf(checkpoint, { path, given }),
    remark: fresh
      ? `${[...experiment.constants.keys()].join(", ")} made anew: ${other.map(changeInWords).join("; ")}`
      : undefined,
    save: (directory) => saveCheckpoint(checkpointPath(directory, 0), experiment, weights, 0, {}),
  };
}

const sourceOf = ({ path, step }: Checkpoint, named: NamedNetwork): BeginningNetwork => ({
  file: bundledFile(named.path, named.given) === undefined ? basename(path) : named.given,
  sha256: createHash("sha256").update(readFileBytes(path)).digest("hex"),
  step,
});

/**
 * Where a run must have begun as one that is asked for would.
 * @param from undefined: with fresh weights
 * @throws UserError (exit 2) when it did not
 */
export function checkSameBeginning({ path, manifest }: RunDirectory, from: NamedNetwork | undefined): void {
  const now = from && sourceOf(readNetwork(from.path, from.given).checkpoint, from);
  if (manifest.begunFrom?.sha256 === now?.sha256) return;
  throw new UserError(
    `${path} began with ${beginningInWords(manifest.begunFrom)}, not with ${beginningInWords(now)}`,
    "give these runs another name: --run DIR",
    2,
  );
}

const beginningInWords = (source: BeginningNetwork | undefined): string =>
  source ? `the weights of ${source.file} (SHA-256 ${source.sha256.slice(0, 12)})` : "fresh weights";

/** Cells that are not those of the first ensemble count, too. */
const ofCellCounts = /^code\.(headCells|moreHeads|morePlaces)$/;

/**
 * Settings of the network, of its training and of the machine say nothing about the constants, and those of a seed are kept; nor do
 * those of a code that say in which mode its cells answer, and how they are read.
 */
const keepsConstants = (key: string): boolean =>
  ["seed", "device", "blas", "workers"].includes(key) ||
  /^(model|train)\.|^code\.(topK|targets|starts|ensembleLoss|headStart|headWeight)$/.test(key);

function checkFit(
  { layout }: Experiment,
  tensors: ReadonlyMap<string, { readonly shape: readonly number[] }>,
  given: string,
  changes: readonly string[],
): void {
  const shapeOf = (shape: readonly number[]) => `[${shape.join(", ")}]`;
  const different = Object.values(layout).flatMap(({ stored, shape }) => {
    const has = tensors.get(stored)?.shape;
    const wanted = shapeOf(shape.toReversed());
    return has && shapeOf(has) === wanted ? [] : [`${stored} ${has ? shapeOf(has) : "(none)"} → ${wanted}`];
  });
  if (different.length === 0) return;
  throw new UserError(
    `the weights of ${given} do not fit these settings: ${different.join("; ")}`,
    `leave out ${changes.length > 0 ? changes.join("; ") : "what changes the network"}, or train anew without --from`,
    2,
  );
}
