/** Begins to follow a training. */
import { taskOf } from "../tasks/tasks.ts";
import { SnapshotTaker } from "./snapshot-taker.ts";
import type { TrainingControl } from "./training-control.ts";
import type { TrainingEvent } from "./training-events.ts";
import { TrainingFollower } from "./training-follower.ts";
import type { TrainingSession } from "./training-session.ts";

/**
 * Says that the training is open. Its hooks are to be called by `runTraining`.
 * @param remark to be told with it
 */
export function openFollower(
  { engine, device, experiment, from }: TrainingSession,
  control: TrainingControl,
  say: (event: TrainingEvent) => void,
  remark: string | undefined,
): TrainingFollower {
  const { seed, task, train } = experiment.settings;
  say({
    event: "opened",
    step: from?.step ?? 0,
    steps: train.steps,
    device: device.description,
    metrics: experiment.metrics,
    levels: experiment.levels(seed),
    remark,
  });
  const learned = taskOf(task);
  return new TrainingFollower(
    control,
    ({ weights }) => new SnapshotTaker(engine, learned.activity(engine, experiment, weights)),
    train.batchSize,
    say,
  );
}
