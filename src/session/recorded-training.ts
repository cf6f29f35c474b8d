/** A training with all that it writes on the way: the command line and the shell train like this. */
import { rewindFrames } from "../run/film-frame.ts";
import { taskOf } from "../tasks/tasks.ts";
import { runTraining, type TrainingOptions, type TrainingOutcome } from "../train/run-training.ts";
import { SnapshotTaker } from "./snapshot-taker.ts";
import { type RecorderOptions, TrainingRecorder } from "./training-recorder.ts";
import type { TrainingSession } from "./training-session.ts";

type Options = Omit<TrainingOptions, "openTrainer" | "from" | "lock"> & RecorderOptions;

/**
 * Trains a session to its last step; what is to be done between steps comes after what is written of them.
 * @throws as `runTraining` does
 */
export async function trainRecorded(
  { engine, device, experiment, directory, lock, from }: TrainingSession,
  options: Options,
): Promise<TrainingOutcome> {
  const task = taskOf(experiment.settings.task);
  const recorder = new TrainingRecorder(
    ({ weights }) => new SnapshotTaker(engine, task.activity(engine, experiment, weights)),
    experiment.settings.train,
    directory,
    options,
  );
  rewindFrames(directory.path, from?.step ?? 0);
  return await runTraining(engine, experiment, directory, {
    ...{ ...options, from, lock, openTrainer: device.openTrainer },
    async betweenSteps(network) {
      await recorder.between(network);
      await options.betweenSteps?.(network);
    },
    async afterLastStep(network) {
      await recorder.afterLastStep(network);
      await options.afterLastStep?.(network);
    },
  });
}
