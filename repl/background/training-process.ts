/**
 * The process in which the shell trains: opens a run as `train` does, obeys the shell, and saves and ends when the shell is gone.
 * It draws nothing and speaks to nobody else.
 */

import { checkpointMosaic } from "../../src/cli/commands/train/checkpoint-mosaic.ts";
import { eventImages } from "../../src/cli/commands/train/event-images.ts";
import { beginsAgain, mixture } from "../../src/cli/commands/train/follow-training.ts";
import { openRun } from "../../src/run/run-directory.ts";
import { openFollower } from "../../src/session/open-follower.ts";
import { trainRecorded } from "../../src/session/recorded-training.ts";
import { TrainingControl } from "../../src/session/training-control.ts";
import type { Failed, TrainingEvent } from "../../src/session/training-events.ts";
import {
  changedSchedule,
  resumedSession,
  type TrainingSession,
  trainingTrouble,
  withNewRun,
  withResumedRun,
} from "../../src/session/training-session.ts";
import { UserError } from "../../src/user-error.ts";
import type { Order, Task } from "./messages.ts";

const control = new TrainingControl();

function say(event: TrainingEvent): void {
  if (process.connected) process.send!(event);
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
    say({ event: "ended", complete: true, step, checkpoint: path }),
  );
}

async function follow(task: Task, session: TrainingSession): Promise<void> {
  const { directory } = session;
  const resumed = resumedSession(session);
  const follower = openFollower(session, control, say, remarkOn(session));
  try {
    follower.begin();
    const outcome = await trainRecorded(session, {
      session: resumed,
      signal: control.signal,
      drawMosaic: checkpointMosaic,
      drawImages: eventImages,
      onTrouble: (text) => say({ event: "remark", text }),
      onProgress: (progress) => follower.progressed(progress),
      betweenSteps: (network) => follower.between(network),
      afterLastStep: (network) => follower.takeAtEnd(network),
    });
    const { step, interrupted, checkpointPath } = outcome;
    say({ event: "ended", complete: !interrupted, step, checkpoint: checkpointPath });
  } catch (error) {
    throw trainingTrouble(error, directory, task.cwd);
  }
}

/** What a user should know of how a run goes on. */
function remarkOn(session: TrainingSession): string | undefined {
  const { directory, from, isResumed } = session;
  const resumed = resumedSession(session);
  const mixed = from ? resumed && mixture(directory, resumed) : isResumed ? beginsAgain : undefined;
  const lines = [
    ...changedSchedule(session),
    ...(session.remark ? [session.remark] : []),
    ...(mixed === undefined ? [] : [mixed]),
  ];
  return lines.length === 0 ? undefined : lines.join("\n");
}

function failure(error: unknown): Failed {
  if (error instanceof UserError) {
    const { message, mend, exitCode } = error;
    return { event: "failed", message, mend, exitCode, bug: undefined };
  }
  const bug = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const message = error instanceof Error ? error.message : String(error);
  return {
    event: "failed",
    message,
    mend: "this is a bug in entorhinal, please report it",
    exitCode: 1,
    bug,
  };
}

listen();
