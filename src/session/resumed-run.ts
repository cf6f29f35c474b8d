/** How a run goes on: with its own configuration, from its newest checkpoint. */
import { type Change, changeInWords, changesBetween } from "../config/diff.ts";
import { type Layer, resolveConfig } from "../config/resolve.ts";
import type { Config } from "../config/schema.ts";
import { parseConfigText } from "../config/sources.ts";
import { upgraded } from "../config/upgrade.ts";
import { type Checkpoint, machineKeys, readCheckpoint } from "../run/checkpoint.ts";
import { listCheckpoints } from "../run/checkpoint-folder.ts";
import type { RunDirectory } from "../run/run-directory.ts";
import { sameRates } from "../train/schedule.ts";
import { UserError } from "../user-error.ts";
import { type EarlierSettings, earlierSettings } from "./earlier-settings.ts";
import { isScheduleChange, withEndOfSchedule } from "./schedule-change.ts";

/**
 * Keys that may differ when a run goes on: they say where to compute, where data lie and what to keep, not what to compute. Whether data
 * are the same, their checksum says.
 */
const freeKeys: readonly string[] = [
  ...machineKeys,
  ...["data", "keepCheckpoints", "mosaic", "scoreEvery", "filmEvery", "imageEvery"].map(
    (key) => `train.${key}`,
  ),
];

const changes = (before: Config, after: Config): Change[] =>
  changesBetween(before, after).filter(({ key }) => !freeKeys.includes(key));

const inWords = (changed: readonly Change[]): string => changed.map(changeInWords).join("; ");

const savedLayer = ({ configText }: Pick<RunDirectory, "configText">): Layer => ({
  origin: "config.yaml",
  tree: upgraded(parseConfigText(configText, "config.yaml").tree),
});

/** The configuration of a run as its config.yaml has it. @throws UserError when it is damaged */
export const savedConfig = (directory: Pick<RunDirectory, "configText">): Config =>
  resolveConfig([savedLayer(directory)]);

/**
 * The configuration with which a run goes on: its own, but for where to compute and how many checkpoints to keep; and for its
 * schedule, when the number of steps is another one.
 * @param configure puts the flags of the command line over the saved layer
 * @param mendOf what to do about the settings of these keys, where they did not come by flags
 * @throws UserError (exit 2) with the differences when the flags ask for another one
 */
export function resumedConfig(
  directory: RunDirectory,
  configure: (saved: Layer) => Config,
  mendOf: (different: readonly string[]) => string | undefined = () => undefined,
): Config {
  const saved = savedConfig(directory);
  const config = configure(savedLayer(directory));
  const different = changes(saved, config);
  if (different.length === 0) return config;
  if (isScheduleChange(different)) return withEndOfSchedule(saved, config);
  throw new UserError(
    `the run was made with another configuration: ${inWords(different)}`,
    mendOf(different.map(({ key }) => key)) ??
      "resume without these flags, or start a new run with them (with another --steps, the schedule may change, too)",
    2,
  );
}

/**
 * Where a run must be as a configuration has it, steps included.
 * @throws UserError (exit 2) with the differences
 */
export function checkSameConfig(directory: RunDirectory, config: Config): void {
  const different = changes(savedConfig(directory), config);
  if (different.length === 0) return;
  throw new UserError(
    `${directory.path} was made with another configuration: ${inWords(different)}`,
    "give these runs another name: --run DIR",
    2,
  );
}

/**
 * The newest checkpoint of a run, to go on from; undefined when it was ended before it made one: it begins again.
 * @throws UserError when it is damaged, or was made with another configuration, or from before a change that cannot be made again; or
 * when the checkpoints of an imported network are missing
 */
export function newestCheckpoint(directory: RunDirectory, config: Config): Checkpoint | undefined {
  const checkpoints = listCheckpoints(directory);
  const last = checkpoints.at(-1);
  const all = earlierSettings(directory.manifest, savedConfig(directory));
  if (!last) return withoutCheckpoint(directory, all.at(-1)!, config);
  const checkpoint = readOrAdvise(last.path, checkpoints.at(-2)?.step);
  const { step } = checkpoint;
  const made = resolveConfig([{ origin: last.path, tree: upgraded(checkpoint.settings) }]);
  const of = all.find((settings) => changes(settings.config, made).length === 0);
  if (!of) {
    throw new UserError(
      `${last.path} is not of this run: ${inWords(changes(all[0]!.config, made))} in the checkpoint`,
      "put the run's own checkpoint back",
    );
  }
  if (isAsBefore(of, config, step)) return checkpoint;
  throw new UserError(
    `the newest checkpoint is of step ${step}, and the schedule was changed at step ${of.until}`,
    `put the checkpoint of step ${of.until} back, or start a new run`,
  );
}

/** Whether the steps until settings changed would be trained as they were. */
const isAsBefore = ({ config, until }: EarlierSettings, now: Config, step: number): boolean =>
  until <= step || until === Number.POSITIVE_INFINITY || sameRates(config.train, now.train, step, until);

/** A network that was imported is in its first checkpoint only: no seed makes it again. */
function withoutCheckpoint(
  { path, manifest }: RunDirectory,
  first: EarlierSettings,
  config: Config,
): undefined {
  if (manifest.imported) {
    throw new UserError(
      `${path} has no checkpoint, and its network was imported`,
      `import it again from ${manifest.imported.file}`,
    );
  }
  if (manifest.begunFrom) {
    throw new UserError(
      `${path} has no checkpoint, and it began with the weights of ${manifest.begunFrom.file}`,
      "begin a new run with them: train --from",
    );
  }
  if (isAsBefore(first, config, 0)) return undefined;
  throw new UserError(
    `${path} has no checkpoint, and its schedule was changed at step ${first.until}`,
    "put the checkpoint of that step back, or start a new run",
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
