/** Trainings of a tiny network in a process of their own. */
import { join } from "node:path";
import type { Report, Task } from "../../repl/background/messages.ts";
import { TrainingJob } from "../../repl/background/training-job.ts";
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
  readonly reports: readonly Report[];
  /** Resolves with the first report that fits, also one that has come already. */
  until<K extends Report["report"]>(
    kind: K,
    fits?: (report: Extract<Report, { report: K }>) => boolean,
  ): Promise<void>;
}

export function followJob(task: Task): FollowedJob {
  const reports: Report[] = [];
  let heard = () => {};
  const job = new TrainingJob(task, (report) => {
    reports.push(report);
    heard();
  });
  return {
    job,
    reports,
    async until(kind, fits = () => true) {
      const found = () => reports.some((report) => report.report === kind && fits(report as never));
      while (!found()) {
        const failed = reports.find((report) => report.report === "failed");
        if (failed && kind !== "failed") throw new Error(JSON.stringify(failed));
        await new Promise<void>((resolve) => {
          heard = resolve;
        });
      }
    },
  };
}
