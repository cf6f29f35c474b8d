/** The shell's end of its training process. */
import { join, relative } from "node:path";
import { commandLine, pathWord } from "../../src/copied-command.ts";
import { listCheckpoints } from "../../src/run/checkpoint-folder.ts";
import { readMetrics } from "../../src/run/metrics-log.ts";
import { LossHistory } from "../../src/session/loss-history.ts";
import type { WantedScoring } from "../../src/session/snapshot.ts";
import type { Ended, Failed, Opened, TrainingEvent } from "../../src/session/training-events.ts";
import {
  apply,
  isOver,
  newView,
  type Phase,
  shownNames,
  type TrainingView,
} from "../../src/session/training-view.ts";
import { UserError } from "../../src/user-error.ts";
import type { Order, Task } from "./messages.ts";

const entry = join(import.meta.dir, "training-process.ts");
/** Of what the process wrote on stderr: enough for the last words of one that crashed. */
const lastWords = 2000;

export type Ending = Ended | Failed;

export class TrainingJob {
  readonly view: TrainingView;
  /** Resolves when the process is gone, with what it said of its end or what can be said of it. */
  readonly ended: Promise<Ending>;
  /** Resolves when the run is open, or the process is gone before. */
  readonly opened: Promise<void>;
  readonly path: string;
  /** Whether the run was ever open. */
  isOpen = false;
  private readonly child: Bun.Subprocess<"ignore", "ignore", "pipe">;
  private ending: Ending | undefined;
  /** Whether it can be sent anything: its channel closes before it is gone. */
  private connected = true;
  private waiting: (() => void)[] = [];
  private resolveOpened: () => void = () => {};

  /**
   * Starts the process; what goes wrong in it comes as `ended`.
   * @param onEvent after the view is up to date
   */
  constructor(
    task: Task,
    private readonly onEvent: (event: TrainingEvent) => void,
  ) {
    this.path = task.path;
    this.view = newView(relative(task.cwd, task.path) || ".", task.config.train.steps);
    this.opened = new Promise((resolve) => {
      this.resolveOpened = resolve;
    });
    this.child = Bun.spawn([process.execPath, entry], {
      cwd: task.cwd,
      stdin: "ignore",
      stdout: "ignore",
      stderr: "pipe",
      serialization: "advanced",
      ipc: (event: TrainingEvent) => this.hear(event),
      onDisconnect: () => {
        this.connected = false;
      },
    });
    this.ended = this.awaitEnd();
    this.send({ order: "start", task });
  }

  get pid(): number {
    return this.child.pid;
  }

  watch(scoring: WantedScoring | null): void {
    this.send({ order: "watch", scoring });
  }

  pause(): void {
    this.send({ order: "pause" });
  }

  goOn(): void {
    this.send({ order: "continue" });
  }

  /** Saves after the current step and ends. */
  stop(): Promise<Ending> {
    if (!isOver(this.view)) this.view.phase = "stopping";
    this.send({ order: "stop" });
    return this.ended;
  }

  /** Resolves when the training is in such a phase, at the latest when it is over. @returns the phase it is in */
  async untilPhase(reached: (phase: Phase) => boolean): Promise<Phase> {
    while (!reached(this.view.phase) && !isOver(this.view)) {
      await Promise.race([this.nextEvent(), this.ended]);
    }
    return this.view.phase;
  }

  private nextEvent(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
    });
  }

  private send(order: Order): void {
    const isAlive = this.child.exitCode === null && this.child.signalCode === null;
    if (this.connected && isAlive) this.child.send(order);
  }

  private hear(event: TrainingEvent): void {
    if (event.event === "opened" && event.step > 0) this.view.history = this.logged(event);
    apply(this.view, event, performance.now());
    if (event.event === "opened") {
      this.isOpen = true;
      this.resolveOpened();
    }
    if (event.event === "ended" || event.event === "failed") this.ending = event;
    this.onEvent(event);
    for (const resume of this.waiting.splice(0)) resume();
  }

  private async awaitEnd(): Promise<Ending> {
    const [words] = await Promise.all([this.child.stderr.text(), this.child.exited]);
    this.resolveOpened();
    if (this.ending) return this.ending;
    const failed = this.death(words.slice(-lastWords).trim());
    this.hear(failed);
    return failed;
  }

  /** What is left to say of a process that ended without a word. */
  private death(words: string): Failed {
    const how = this.child.signalCode ?? `exit code ${this.child.exitCode}`;
    const last = listCheckpoints({ checkpointsPath: join(this.path, "checkpoints") }).at(-1);
    const resume = commandLine(["train", "--resume", pathWord(this.view.run)]);
    return {
      event: "failed",
      message: `the training process ended (${how})`,
      mend: last
        ? `${this.view.run} is saved up to step ${last.step}; ${resume} goes on`
        : `no checkpoint was made; ${resume} begins it again, if it is there`,
      exitCode: 1,
      bug: words === "" ? undefined : words,
    };
  }

  /** What the run logged before it went on. */
  private logged({ step, metrics }: Opened): LossHistory {
    const path = join(this.path, "metrics.jsonl");
    const names = shownNames(metrics);
    try {
      return LossHistory.of(
        readMetrics(path).filter((line) => line.step <= step),
        names,
      );
    } catch (error) {
      // A damaged log is what the training process stops at, and tells.
      if (error instanceof UserError) return new LossHistory(names);
      throw error;
    }
  }
}

/** The error a command throws for a training that failed. */
export function errorOf({ message, mend, exitCode, bug }: Failed): Error {
  return bug === undefined
    ? new UserError(message, mend, exitCode)
    : Object.assign(new Error(message), { stack: bug });
}
