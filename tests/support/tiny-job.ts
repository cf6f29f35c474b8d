/** Trainings of a tiny network in a process of their own. */
import { join } from "node:path";
import type { Task } from "../../repl/background/messages.ts";
import { TrainingJob } from "../../repl/background/training-job.ts";
import type { TrainingEvent } from "../../src/session/training-events.ts";
import { temporaryDirectory } from "./temporary.ts";
import { tinyConfig } from "./tiny-training.ts";

/** Too long to end by itself in a test. */
export const endless = 1_000_000;

/** A new run called "run" in a temporary directory. */
export function tinyTask(train: Readonly<Record<string, unknown>> = {}): Task {
  const cwd = temporaryDirectory();
  const config = tinyConfig({ steps: endless, checkpointEvery: endless, logEvery: 10, ...train });
  return { kind: "new", cwd, path: join(cwd, "run"), config, preset: null };
}

export interface FollowedJob {
  readonly job: TrainingJob;
  readonly events: readonly TrainingEvent[];
  /** Resolves with the first event that fits, also one that has come already. */
  until<K extends TrainingEvent["event"]>(
    kind: K,
    fits?: (event: Extract<TrainingEvent, { event: K }>) => boolean,
  ): Promise<void>;
}

export function followJob(task: Task): FollowedJob {
  const events: TrainingEvent[] = [];
  let heard = () => {};
  const job = new TrainingJob(task, (event) => {
    events.push(event);
    heard();
  });
  return {
    job,
    events,
    async until(kind, fits = () => true) {
      const found = () => events.some((event) => event.event === kind && fits(event as never));
      while (!found()) {
        const failed = events.find((event) => event.event === "failed");
        if (failed && kind !== "failed") throw new Error(JSON.stringify(failed));
        await new Promise<void>((resolve) => {
          heard = resolve;
        });
      }
    },
  };
}
