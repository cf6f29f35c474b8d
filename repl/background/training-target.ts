/** What `train` means: a new run, or going on with one. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { configOfNetwork } from "../../src/cli/commands/train/begin-from.ts";
import { configFlags, configFromFlags } from "../../src/cli/frame/config-flags.ts";
import type { FlagValues } from "../../src/cli/frame/flags.ts";
import { listCheckpoints } from "../../src/run/checkpoint-folder.ts";
import { newRunPath, openRun } from "../../src/run/run-directory.ts";
import { resumedConfig } from "../../src/session/resumed-run.ts";
import { ownRunPath, runsDirectory } from "../../src/session/run-names.ts";
import { nameOf } from "../../src/session/subject.ts";
import { UserError } from "../../src/user-error.ts";
import type { Shell } from "../shell.ts";
import type { Background } from "./background.ts";
import type { Draft } from "./draft.ts";
import type { Task } from "./messages.ts";

export const trainFlags = {
  ...configFlags,
  run: { type: "string", placeholder: "DIR", help: "where to keep the run (default: a new one in runs/)" },
  resume: { type: "string", placeholder: "DIR", help: "go on with this run" },
  from: {
    type: "string",
    placeholder: "RUN",
    help: "begin a new run with the weights of this network",
  },
} as const;

type Flags = FlagValues<typeof trainFlags>;

/**
 * In this order: the run of --resume; the configuration of `new` (or of --preset, --config), where it was stopped; without one,
 * the run that was stopped here last, and the open run.
 * @throws UserError (exit 2) when there is neither, or settings that do not go together
 */
export function trainingTarget(shell: Shell, background: Background, flags: Flags): Task {
  if (flags.resume !== undefined) {
    if (flags.run !== undefined) {
      throw new UserError("--run and --resume together", "name the run once, with --resume", 2);
    }
    return resumed(shell, ownRunPath(shell.path(flags.resume), flags.resume), flags);
  }
  if (flags.from !== undefined) return begun(shell, flags.from, flags);
  const { draft } = background;
  if (draft?.started && isUnchanged(shell, draft, flags)) {
    const { path, steps } = draft.started;
    if (stepsLeft(path, steps)) return resumed(shell, path, flags);
  }
  const preset = flags.preset ?? draft?.preset;
  if (preset === undefined && flags.config === undefined) {
    const { started } = background;
    if (started && stepsLeft(started.path, started.steps)) return resumed(shell, started.path, flags);
    return openRunAgain(shell, flags);
  }
  const set = [...shell.settings.assignments, ...flags.set];
  const config = configFromFlags({ ...flags, preset, set }, shell.io.cwd);
  const path =
    flags.run === undefined
      ? newRunPath(shell.path(runsDirectory), preset ?? null, config.seed, new Date())
      : shell.path(flags.run);
  return { kind: "new", cwd: shell.io.cwd, path, config, preset: preset ?? null };
}

function begun(shell: Shell, given: string, flags: Flags): Task {
  const { cwd } = shell.io;
  const from = { path: shell.path(given), given };
  const set = [...shell.settings.assignments, ...flags.set];
  const config = configOfNetwork({ ...flags, set }, cwd, from);
  const path =
    flags.run === undefined
      ? newRunPath(shell.path(runsDirectory), `from-${nameOf(given)}`, config.seed, new Date())
      : shell.path(flags.run);
  return { kind: "new", cwd, path, config, preset: flags.preset ?? null, from };
}

/** Whether neither `set` nor a flag asks for another network than the one that was started. */
function isUnchanged(shell: Shell, { started }: Draft, flags: Flags): boolean {
  const { run, preset, config, steps, seed, set } = flags;
  const asked = [run, preset, config, steps, seed, ...set];
  const settings = shell.settings.assignments;
  return asked.every((flag) => flag === undefined) && Bun.deepEquals(settings, started?.settings);
}

function openRunAgain(shell: Shell, flags: Flags): Task {
  const path = shell.hasNetwork ? shell.network.path : undefined;
  if (path !== undefined && existsSync(join(path, "manifest.json"))) return resumed(shell, path, flags);
  const what = shell.hasNetwork && shell.network.subject.saved ? "a checkpoint" : "a file of activity";
  throw new UserError(
    shell.hasNetwork
      ? `there is nothing to train: no configuration, and ${shell.network.name} is ${what}, not a run`
      : "there is nothing to train: no configuration, and no run is open",
    "new quick begins a configuration; open RUN opens a run to go on with",
    2,
  );
}

function resumed(shell: Shell, path: string, flags: Flags): Task {
  if (flags.run !== undefined) {
    throw new UserError(
      "--run names a new run, and there is no configuration for one",
      `new PRESET begins a configuration; train without --run goes on with ${path}`,
      2,
    );
  }
  const directory = openRun(path);
  const set = [...shell.settings.assignments, ...flags.set];
  const config = resumedConfig(
    directory,
    (saved) => configFromFlags({ ...flags, set }, shell.io.cwd, [saved]),
    (different) => mendOf(different, shell.settings.assignments),
  );
  return { kind: "resume", cwd: shell.io.cwd, path, config };
}

/** What to do about settings that are not those of the run; undefined: none of them was made by `set`. */
function mendOf(different: readonly string[], assignments: readonly string[]): string | undefined {
  const keys = different.filter((key) => assignments.some((assignment) => assignment.startsWith(`${key}=`)));
  if (keys.length === 0) return undefined;
  return `take back what was set (${keys.map((key) => `unset ${key}`).join(", ")}), or start a new run: new PRESET, train`;
}

/** Whether a run stopped before its last step. One that was removed did not. */
const stepsLeft = (path: string, steps: number): boolean => {
  if (!existsSync(join(path, "manifest.json"))) return false;
  const last = listCheckpoints({ checkpointsPath: join(path, "checkpoints") }).at(-1);
  return (last?.step ?? 0) < steps;
};
