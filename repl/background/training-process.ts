/**
 * The process in which the shell trains: opens a run as `train` does, obeys the shell, and saves and ends when the shell is gone.
 * It draws nothing and speaks to nobody else.
 */

import { mixture } from "../../src/cli/commands/train/follow-training.ts";
import { decodeFloorCm } from "../../src/code/place-floors.ts";
import { motionOf } from "../../src/config/world.ts";
import { describeSession } from "../../src/run/manifest.ts";
import { openRun } from "../../src/run/run-directory.ts";
import {
  type TrainingSession,
  trainingTrouble,
  withNewRun,
  withResumedRun,
} from "../../src/session/training-session.ts";
import { runTraining } from "../../src/train/run-training.ts";
import { UserError } from "../../src/user-error.ts";
import type { Failed, Order, Report, Task } from "./messages.ts";
import { Onlooker } from "./network-look.ts";
import { TrainingControl } from "./training-control.ts";
import { TrainingFollower } from "./training-follower.ts";

const control = new TrainingControl();
/** Good to 0.03 cm. */
const floorSamples = 4000;

function say(report: Report): void {
  if (process.connected) process.send!(report);
}

/** Ctrl-C in the terminal is the shell's; whatever else wants this process to end lets it save. */
function listen(): void {
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => control.stop());
  process.on("SIGHUP", () => control.stop());
  process.on("disconnect", () => control.stop());
  process.on("message", (order: Order) => {
    if (order.order === "start") void train(order.task);
    else control.obey(order);
  });
}

async function train(task: Task): Promise<void> {
  try {
    await open(task, (session) => follow(task, session));
  } catch (error) {
    say(failure(error));
    process.exitCode = 1;
  }
  if (process.connected) process.disconnect!();
}

async function open(task: Task, work: (session: TrainingSession) => Promise<void>): Promise<void> {
  if (task.kind === "new") {
    await withNewRun(task, work);
    return;
  }
  await withResumedRun(openRun(task.path), task.config, work, ({ step, path }) =>
    say({ report: "ended", complete: true, step, checkpoint: path }),
  );
}

async function follow(task: Task, session: TrainingSession): Promise<void> {
  const { engine, device, experiment, directory, from } = session;
  const { seed, train } = task.config;
  const resumed = from && describeSession(engine, device.name, from.step);
  say({
    report: "opened",
    step: from?.step ?? 0,
    steps: train.steps,
    device: device.description,
    floorCm: decodeFloorCm(engine, experiment.code, { seed, samples: floorSamples }, experiment.topK),
    mixture: resumed && mixture(directory, resumed),
  });
  const { arena } = experiment;
  const walk = { seed, steps: train.sequenceLength };
  const follower = new TrainingFollower(
    control,
    ({ model }) =>
      new Onlooker(engine, { model, readout: experiment, arena, motion: motionOf(task.config) }, walk),
    train.batchSize,
    say,
  );
  try {
    follower.begin();
    const outcome = await runTraining(engine, experiment, directory, {
      from,
      session: resumed,
      openTrainer: device.openTrainer,
      signal: control.signal,
      onProgress: (progress) => follower.progressed(progress),
      betweenSteps: (network) => follower.between(network),
    });
    const { model, step, interrupted, checkpointPath } = outcome;
    if (!interrupted) await follower.lookAtEnd({ model, step, synchronize: async () => {} });
    say({ report: "ended", complete: !interrupted, step, checkpoint: checkpointPath });
  } catch (error) {
    throw trainingTrouble(error, directory, task.cwd);
  }
}

function failure(error: unknown): Failed {
  if (error instanceof UserError) {
    const { message, mend, exitCode } = error;
    return { report: "failed", message, mend, exitCode, bug: undefined };
  }
  const bug = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const message = error instanceof Error ? error.message : String(error);
  return {
    report: "failed",
    message,
    mend: "this is a bug in entorhinal, please report it",
    exitCode: 1,
    bug,
  };
}

listen();
