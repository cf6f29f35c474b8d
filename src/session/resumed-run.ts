/** How a run goes on: with its own configuration, from its newest checkpoint. */
import { type Change, changeInWords, changesBetween } from "../config/diff.ts";
import { type Layer, resolveConfig } from "../config/resolve.ts";
import type { Config } from "../config/schema.ts";
import { parseConfigText } from "../config/sources.ts";
import { upgraded } from "../config/upgrade.ts";
import { type Checkpoint, machineKeys, readCheckpoint } from "../run/checkpoint.ts";
import { listCheckpoints } from "../run/checkpoint-folder.ts";
import type { RunDirectory } from "../run/run-directory.ts";
import { UserError } from "../user-error.ts";

/** Keys that may differ when a run goes on: they say where to compute and what to keep, not what to compute. */
const freeKeys: readonly string[] = [
  ...machineKeys,
  ...["keepCheckpoints", "mosaic", "scoreEvery", "filmEvery"].map((key) => `train.${key}`),
];

const changes = (before: Config, after: Config): Change[] =>
  changesBetween(before, after).filter(({ key }) => !freeKeys.includes(key));

const inWords = (changed: readonly Change[]): string => changed.map(changeInWords).join("; ");

/**
 * The configuration with which a run goes on: its own, but for where to compute and how many checkpoints to keep.
 * @param configure puts the flags of the command line over the saved layer
 * @param mendOf what to do about the settings of these keys, where they did not come by flags
 * @throws UserError (exit 2) with the differences when the flags ask for another one
 */
export function resumedConfig(
  directory: RunDirectory,
  configure: (saved: Layer) => Config,
  mendOf: (different: readonly string[]) => string | undefined = () => undefined,
): Config {
  const { tree } = parseConfigText(directory.configText, "config.yaml");
  const saved: Layer = { origin: "config.yaml", tree: upgraded(tree) };
  const config = configure(saved);
  const different = changes(resolveConfig([saved]), config);
  if (different.length === 0) return config;
  throw new UserError(
    `the run was made with another configuration: ${inWords(different)}`,
    mendOf(different.map(({ key }) => key)) ?? "resume without these flags, or start a new run with them",
    2,
  );
}

/**
 * The newest checkpoint of a run, to go on from; undefined when it was ended before it made one: it begins again.
 * @throws UserError when it is damaged, or was made with another configuration, or when those of an imported network are missing
 */
export function newestCheckpoint(directory: RunDirectory, config: Config): Checkpoint | undefined {
  const checkpoints = listCheckpoints(directory);
  const last = checkpoints.at(-1);
  if (!last) return withoutCheckpoint(directory);
  const checkpoint = readOrAdvise(last.path, checkpoints.at(-2)?.step);
  const tree = upgraded(checkpoint.settings);
  const different = changes(config, resolveConfig([{ origin: last.path, tree }]));
  if (different.length === 0) return checkpoint;
  throw new UserError(
    `${last.path} is not of this run: ${inWords(different)} in the checkpoint`,
    "put the run's own checkpoint back",
  );
}

/** A network that was imported is in its first checkpoint only: no seed makes it again. */
function withoutCheckpoint({ path, manifest }: RunDirectory): undefined {
  if (!manifest.imported) return undefined;
  throw new UserError(
    `${path} has no checkpoint, and its network was imported`,
    `import it again from ${manifest.imported.file}`,
  );
}

/** Never falls back on its own: the loss of steps is the user's to decide. */
function readOrAdvise(path: string, olderStep: number | undefined): Checkpoint {
  try {
    return readCheckpoint(path);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const mend =
      olderStep === undefined
        ? "put a copy back, or start a new run"
        : `put a copy back, or remove it to go on from step ${olderStep}`;
    throw new UserError(error.message, mend);
  }
}
