import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Subject } from "../analyse/observe.ts";
import { givenCentres } from "../code/place-centres.ts";
import { resolveConfig } from "../config/resolve.ts";
import type { Config } from "../config/schema.ts";
import type { Tree } from "../config/tree.ts";
import { motionOf } from "../config/world.ts";
import type { Engine } from "../engine/engine.ts";
import { type Checkpoint, loadModel, readCheckpoint } from "../run/checkpoint.ts";
import { listCheckpoints } from "../run/checkpoint-folder.ts";
import { openRun } from "../run/run-directory.ts";
import { openExperiment } from "../tasks/path-integration/experiment.ts";
import { firstBadWeights } from "../train/bad-array.ts";
import { UserError } from "../user-error.ts";

const bundled = join(import.meta.dir, "../../checkpoints");

/** A checkpoint and its validated configuration. */
export interface SavedNetwork {
  readonly checkpoint: Checkpoint;
  readonly config: Config;
}

/**
 * Reads the network a user names: a run directory (its newest checkpoint), a checkpoint file, or the name of a
 * checkpoint that comes with entorhinal.
 * @throws UserError when there is none, or it is damaged
 */
export function readNetwork(path: string, given: string): SavedNetwork {
  const checkpoint = readCheckpoint(checkpointFile(path, given));
  return {
    checkpoint,
    config: resolveConfig([{ origin: checkpoint.path, tree: checkpoint.settings as unknown as Tree }]),
  };
}

/**
 * Puts a saved network and its world into the engine.
 * @throws UserError when a weight is not finite: nothing can be said of such a network
 */
export function openSubject(engine: Engine, { checkpoint, config }: SavedNetwork): Subject {
  const experiment = openExperiment(engine, config, givenCentres(checkpoint.centres));
  const model = loadModel(engine, experiment, checkpoint);
  const bad = firstBadWeights(engine, model);
  if (bad) {
    throw new UserError(
      `${checkpoint.path}: ${bad} hold values that are not finite`,
      "name an earlier checkpoint",
    );
  }
  return {
    model,
    readout: experiment,
    arena: experiment.arena,
    motion: motionOf(config),
  };
}

function checkpointFile(path: string, given: string): string {
  const ours = join(bundled, `${given}.safetensors`);
  if (!existsSync(path)) {
    if (/^[\w-]+$/.test(given) && existsSync(ours)) return ours;
    throw new UserError(
      `there is no run or checkpoint ${given}`,
      "name a run directory, a .safetensors checkpoint, or the bundled one: quick",
    );
  }
  if (!statSync(path).isDirectory()) return path;
  const last = listCheckpoints(openRun(path)).at(-1);
  if (!last) throw new UserError(`${given} has no checkpoint yet`, "let it train longer");
  return last.path;
}
