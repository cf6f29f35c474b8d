/** What a shell has in training: at most one process, told about at the prompt. */
import { basename } from "node:path";
import { commandLine, pathWord } from "../../src/copied-command.ts";
import { printable, printableLines } from "../../src/printable.ts";
import { programLine } from "../../src/program-words.ts";
import type { Failed, TrainingEvent } from "../../src/session/training-events.ts";
import { isOver, type TrainingView } from "../../src/session/training-view.ts";
import { UserError } from "../../src/user-error.ts";
import { unlessInterrupted } from "../interrupted.ts";
import type { Shell } from "../shell.ts";
import type { Draft, Started } from "./draft.ts";
import type { Task } from "./messages.ts";
import { type Ending, TrainingJob } from "./training-job.ts";

const statusName = "training";

export class Background {
  /** The configuration that `new` began. */
  draft: Draft | undefined;
  /** The newest training without a configuration of `new`. */
  started: Started | undefined;
  /** The newest training, also when it is over. */
  job: TrainingJob | undefined;
  /** What came up while a picture filled the screen. */
  private held: string[] | undefined;
  /** Whoever waits for the end of the training says it: no notice then. */
  private awaited = false;
  private gone = false;

  constructor(private readonly shell: Shell) {
    shell.onClose(() => this.close());
  }

  /** The training that goes on or is paused. @throws UserError (exit 2) when there is none */
  get running(): TrainingJob {
    if (this.job && !this.isFree) return this.job;
    throw new UserError(
      "nothing is being trained",
      "train begins, or goes on with a run that has stopped",
      2,
    );
  }

  get isFree(): boolean {
    return this.job === undefined || this.gone;
  }

  /**
   * Starts a training and waits until it runs.
   * @returns how it ended when it did before
   * @throws Interrupted after Ctrl-C: it opens without anybody waiting
   */
  async start(task: Task): Promise<TrainingJob | Ending> {
    const job = new TrainingJob(task, (event) => this.hear(event));
    this.job = job;
    this.gone = false;
    this.awaited = true;
    this.remember(task, job);
    const over = job.ended.then((ending) => {
      this.gone = true;
      this.shell.setStatus(statusName, undefined);
      if (!this.awaited) this.tell(endOf(job.view, ending));
      return ending;
    });
    try {
      await unlessInterrupted(this.shell.signal, job.opened);
      return job.isOpen ? job : await over;
    } finally {
      this.awaited = false;
    }
  }

  /** For `train` alone: what it goes on with once this training has opened its run, whoever waits for that. */
  private remember({ kind }: Task, job: TrainingJob): void {
    const { draft } = this;
    const settings = this.shell.settings.assignments;
    void job.opened.then(() => {
      if (!job.isOpen || this.draft !== draft) return;
      const started = { path: job.path, steps: job.view.steps, settings };
      if (!draft) this.started = started;
      else if (kind === "new") this.draft = { ...draft, started };
    });
  }

  /** Waits for the end without a notice about it. */
  async end(work: (job: TrainingJob) => Promise<Ending>): Promise<Ending> {
    this.awaited = true;
    try {
      return await work(this.running);
    } finally {
      this.awaited = false;
    }
  }

  /** Holds notices back while `work` has the screen. */
  async withScreen<T>(work: () => Promise<T>): Promise<T> {
    if (this.held) return await work();
    this.held = [];
    try {
      return await work();
    } finally {
      const held = this.held;
      this.held = undefined;
      for (const text of held) this.shell.note(text);
    }
  }

  private hear(event: TrainingEvent): void {
    const view = this.job?.view;
    if (!view) return;
    if (event.event === "opened" && event.remark !== undefined) this.tell(event.remark);
    if (event.event === "remark") this.tell(printable(`${view.run}: ${event.text}`));
    if (event.event === "unseen") this.tell(printable(`${view.run} cannot be watched: ${event.message}`));
    if (!isOver(view)) this.shell.setStatus(statusName, statusOf(view));
  }

  private tell(text: string): void {
    if (this.held) this.held.push(text);
    else this.shell.note(text);
  }

  /** Saves what is being trained. */
  private async close(): Promise<void> {
    if (!this.job || this.isFree) return;
    const { job } = this;
    this.shell.note(`saving ${printable(job.view.run)}`);
    this.awaited = true;
    this.shell.note(endOf(job.view, await job.stop()));
  }
}

const backgrounds = new WeakMap<Shell, Background>();

/** The one of this shell. */
export function backgroundOf(shell: Shell): Background {
  let background = backgrounds.get(shell);
  if (!background) {
    background = new Background(shell);
    backgrounds.set(shell, background);
  }
  return background;
}

const statusOf = ({ run, step, steps, phase }: TrainingView): string =>
  `${basename(run)} ${step}/${steps}${phase === "training" ? "" : ` ${phase}`}`;

/** How a training ended, and what can be done then. */
export function endOf(view: TrainingView, ending: Ending): string {
  if (ending.event === "failed") return describeFailure(view, ending);
  const { run, steps, metrics, measured } = view;
  if (!ending.complete) {
    return `${printable(run)}: stopped at step ${ending.step} of ${steps}, saved\n  ${commandLine(["train", "--resume", pathWord(run)])} goes on; outside of the shell: ${programLine(["train", "--resume", pathWord(run)])}`;
  }
  const reached = metrics
    .filter(({ shown, name }) => shown && measured[name] !== undefined)
    .map(({ label, name, unit = "" }) => `, ${label} ${measured[name]!.toFixed(1)} ${unit}`.trimEnd());
  return `${printable(run)}: done, ${steps} steps${reached.join("")}\n  look at it: ${commandLine(["open", pathWord(run)])}`;
}

const describeFailure = ({ run }: TrainingView, { message, mend, bug }: Failed): string =>
  [
    `${printable(run)}: ${printable(message)}`,
    `  ${mend}`,
    ...(bug === undefined ? [] : [printableLines(bug)]),
  ].join("\n");
