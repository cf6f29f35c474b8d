/** The network a user names: found, read, validated, and put into the engine. */
import { resolveConfig } from "../config/resolve.ts";
import type { Config } from "../config/schema.ts";
import { upgraded } from "../config/upgrade.ts";
import { pathWord } from "../copied-command.ts";
import type { Engine } from "../engine/engine.ts";
import { firstNotFinite } from "../engine/finite.ts";
import { lookUp } from "../format/look-up.ts";
import { elementCount } from "../format/npy-array.ts";
import { onHeap, requireMemory } from "../memory-need.ts";
import { type Arrays, allocateArrays } from "../networks/layout.ts";
import { parameterNeeds } from "../networks/parameter-needs.ts";
import { programLine } from "../program-words.ts";
import { type Checkpoint, loadArrays, readCheckpoint } from "../run/checkpoint.ts";
import { listCheckpoints } from "../run/checkpoint-folder.ts";
import { openRun } from "../run/run-directory.ts";
import { lockOwner } from "../run/run-lock.ts";
import type { Experiment } from "../tasks/experiment.ts";
import type { Task } from "../tasks/task.ts";
import { taskOf } from "../tasks/tasks.ts";
import { UserError } from "../user-error.ts";
import { bundledFile, noSuchNetwork, runPath } from "./run-names.ts";

/** A checkpoint and its validated configuration. */
export interface SavedNetwork {
  readonly checkpoint: Checkpoint;
  readonly config: Config;
  readonly task: Task;
}

/**
 * Reads a run (its newest checkpoint), a checkpoint file, or a network that comes along: what a name means, says run-names.ts.
 * @param path what was given, made absolute
 * @throws UserError when there is none, or it is damaged
 */
export function readNetwork(path: string, given: string): SavedNetwork {
  const checkpoint = readCheckpoint(checkpointFile(path, given));
  const config = resolveConfig([{ origin: checkpoint.path, tree: upgraded(checkpoint.settings) }]);
  return { checkpoint, config, task: taskOf(config.task) };
}

/** What the settings of a network describe: its world and code, without its weights. @throws UserError when it is damaged */
export const openExperiment = (engine: Engine, { checkpoint, config, task }: SavedNetwork): Experiment =>
  task.open(engine, config, checkpoint.file.tensors);

/** The weights of a network. @throws UserError when one is not finite: nothing can be said of such a network */
export function loadWeights(engine: Engine, { layout }: Experiment, checkpoint: Checkpoint): Arrays {
  requireMemory({
    what: checkpoint.path,
    needs: [
      ...parameterNeeds(layout, 1, {}, "weights"),
      onHeap("weights on their way", 4 * largestOf(layout)),
    ],
    memory: engine.memory,
    mend: "use a machine with more memory",
  });
  const weights = allocateArrays(engine, layout, "weights");
  loadArrays(weights, layout, checkpoint);
  const bad = firstNotFinite(engine, Object.values(weights));
  if (bad === undefined) return weights;
  throw new UserError(
    `${checkpoint.path}: ${bad} hold values that are not finite`,
    "name an earlier checkpoint",
  );
}

/** Values of the largest array: they are turned one after the other. */
const largestOf = (layout: Experiment["layout"]): number =>
  Object.values(layout).reduce((most, { shape }) => Math.max(most, elementCount(shape)), 0);

/**
 * The file that holds the network a user names.
 * @param path what was given, made absolute
 * @throws UserError when there is none
 */
export function checkpointFile(path: string, given: string): string {
  const ours = bundledFile(path, given);
  if (ours !== undefined) return ours;
  const place = runPath(path, given);
  const found = lookUp(place);
  if (!found) throw noSuchNetwork(path, given);
  if (!found.isDirectory()) return place;
  const last = listCheckpoints(openRun(place)).at(-1);
  if (last) return last.path;
  throw new UserError(
    `${given} has no checkpoint yet`,
    lockOwner(place)
      ? "its first step is still being trained"
      : `begin it again: ${programLine(["train", "--resume", pathWord(given)])}`,
  );
}
