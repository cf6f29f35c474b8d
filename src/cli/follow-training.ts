import { relative } from "node:path";
import type { Engine } from "../engine/engine.ts";
import { FileError } from "../format/file-trouble.ts";
import type { Checkpoint } from "../train/checkpoint.ts";
import { listCheckpoints, notFinitePath } from "../train/checkpoint-folder.ts";
import type { Experiment } from "../train/experiment.ts";
import { describeSession, productsIn, type Session } from "../train/manifest.ts";
import type { RunDirectory } from "../train/run-directory.ts";
import { runTraining, type TrainingOutcome } from "../train/run-training.ts";
import { NotFiniteError } from "../train/training-step.ts";
import { UserError } from "../user-error.ts";
import type { CommandContext } from "./command.ts";
import type { ChosenDevice } from "./open-device.ts";
import { openProgress } from "./training-progress.ts";

type Context = Pick<CommandContext, "io" | "quiet" | "progressTerminal" | "note">;

/**
 * Trains with a line of progress on stderr; Ctrl-C stops and saves.
 * @throws UserError when the network is no longer finite: which array went first, and where the state is kept; when the disk is
 * full: which file did not fit, and how to go on
 */
export async function followTraining(
  context: Context,
  engine: Engine,
  experiment: Experiment,
  directory: RunDirectory,
  device: ChosenDevice,
  from?: Checkpoint,
): Promise<TrainingOutcome> {
  const progress = openProgress(context);
  try {
    const session = from && describeSession(engine, device.name, from.step);
    if (session) noteMixture(context, directory, session);
    return await runTraining(engine, experiment, directory, {
      from,
      session,
      openTrainer: device.openTrainer,
      signal: context.io.interruption(),
      onProgress: progress.update,
    });
  } catch (error) {
    if (error instanceof FileError) throw new UserError(error.message, howToGoOn(context, directory));
    if (!(error instanceof NotFiniteError)) throw error;
    throw new UserError(
      error.message,
      `the state is kept in ${notFinitePath(directory)}; try a smaller train.learningRate or train.gradientClip=1`,
    );
  } finally {
    progress.end();
  }
}

/** Says when a run goes on by other means than it came by. */
function noteMixture(context: Context, { manifest }: RunDirectory, session: Session): void {
  const before = productsIn(manifest.sessions);
  const [now] = productsIn([session]);
  if (before.every((products) => products === now)) return;
  context.note(`steps so far: ${before.join(", ")}; from here: ${now} (kept in manifest.json)`);
}

/** After the disk refused a file of the run. */
function howToGoOn({ io }: Context, directory: RunDirectory): string {
  const shown = relative(io.cwd, directory.path) || ".";
  const last = listCheckpoints(directory).at(-1);
  return last
    ? `saved up to step ${last.step}; when there is room: bun run train --resume ${shown}`
    : `no checkpoint was made: remove ${shown} and start again where there is room`;
}
