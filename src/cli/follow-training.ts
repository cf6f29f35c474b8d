import type { Engine } from "../engine/engine.ts";
import type { Checkpoint } from "../train/checkpoint.ts";
import { notFinitePath } from "../train/checkpoint-folder.ts";
import type { Experiment } from "../train/experiment.ts";
import type { RunDirectory } from "../train/run-directory.ts";
import { runTraining, type TrainingOutcome } from "../train/run-training.ts";
import { NotFiniteError } from "../train/training-step.ts";
import { UserError } from "../user-error.ts";
import type { CommandContext } from "./command.ts";
import { openProgress } from "./training-progress.ts";

type Context = Pick<CommandContext, "io" | "quiet" | "progressTerminal">;

/**
 * Trains with a line of progress on stderr; Ctrl-C stops and saves.
 * @throws UserError when the network is no longer finite: which array went first, and where the state is kept
 */
export async function followTraining(
  context: Context,
  engine: Engine,
  experiment: Experiment,
  directory: RunDirectory,
  from?: Checkpoint,
): Promise<TrainingOutcome> {
  const progress = openProgress(context);
  try {
    return await runTraining(engine, experiment, directory, {
      from,
      signal: context.io.interruption(),
      onProgress: progress.update,
    });
  } catch (error) {
    if (!(error instanceof NotFiniteError)) throw error;
    throw new UserError(
      error.message,
      `the state is kept in ${notFinitePath(directory)}; try a smaller train.learningRate or train.gradientClip=1`,
    );
  } finally {
    progress.end();
  }
}
