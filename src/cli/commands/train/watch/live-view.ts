/** The live view of a training that this process does itself: the picture of `watch`, drawn between the steps. */
import { defaultScorer, usualBins } from "../../../../analyse/scorer.ts";
import type { Terminal } from "../../../../draw/terminal.ts";
import { readMetrics } from "../../../../run/metrics-log.ts";
import { LossHistory } from "../../../../session/loss-history.ts";
import { openFollower } from "../../../../session/open-follower.ts";
import { TrainingControl } from "../../../../session/training-control.ts";
import type { TrainingEvent } from "../../../../session/training-events.ts";
import type { TrainingFollower } from "../../../../session/training-follower.ts";
import type { TrainingSession } from "../../../../session/training-session.ts";
import { apply, newView, shownNames, type TrainingView } from "../../../../session/training-view.ts";
import type { NetworkBetweenSteps, Progress, TrainingOutcome } from "../../../../train/run-training.ts";
import { fullScreen } from "../../../frame/full-screen.ts";
import type { Key } from "../../../frame/key-names.ts";
import type { TakenScreen } from "../../../frame/taken-screen.ts";
import { paced } from "./paced.ts";
import { watchScreen } from "./watch-screen.ts";

const millisecondsPerFrame = 250;

export class LiveView {
  /** Aborted when the picture is left, by a key or by `leave`. */
  private readonly leaving = new AbortController();
  private readonly control = new TrainingControl();
  private readonly view: TrainingView;
  private readonly follower: TrainingFollower;

  /**
   * The picture is there from now on.
   * @param run as the user would type it
   * @param signal aborted: the training is to be saved and to stop
   * @param onLeave the terminal is free again; told what went wrong while drawing
   */
  constructor(
    private readonly screen: TakenScreen,
    session: TrainingSession,
    run: string,
    signal: AbortSignal,
    private readonly onLeave: (trouble?: unknown) => void,
  ) {
    const { directory, experiment, from } = session;
    this.view = newView(run, experiment.settings.train.steps);
    if (from) this.view.history = logged(directory.metricsPath, from.step, shownNames(experiment.metrics));
    this.follower = openFollower(session, this.control, (event) => this.say(event), undefined);
    this.control.scoring = { scorer: defaultScorer, bins: usualBins };
    const stop = () => {
      this.control.stop();
      this.leave();
    };
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    else void this.show();
  }

  /** Nobody watches any more. */
  get isLeft(): boolean {
    return this.leaving.signal.aborted;
  }

  begin(): void {
    this.follower.begin();
  }

  /** After each step. */
  progressed(progress: Progress): void {
    if (!this.isLeft) this.follower.progressed(progress);
  }

  /** Between two steps. */
  async between(network: NetworkBetweenSteps): Promise<void> {
    if (!this.isLeft) await this.follower.between(network);
  }

  /** Looks at the network once more when all its steps are made: nothing is held up. */
  async afterLastStep(network: NetworkBetweenSteps): Promise<void> {
    if (!this.isLeft) await this.follower.takeAtEnd(network);
  }

  /** After the last checkpoint. */
  end({ step, interrupted, checkpointPath }: TrainingOutcome): void {
    if (this.isLeft || interrupted) return;
    this.say({ event: "ended", complete: true, step, checkpoint: checkpointPath });
  }

  /** The picture for a page that stays, without keys. */
  picture(terminal: Terminal, rows: number): string[] {
    return watchScreen(this.view, terminal, rows, performance.now(), "none");
  }

  /** Gives the terminal back; the training goes on. Leaving twice does nothing. */
  leave(trouble?: unknown): void {
    if (this.isLeft) return;
    this.control.obey({ order: "watch", scoring: null });
    this.control.obey({ order: "continue" });
    this.screen.giveBack();
    this.leaving.abort();
    this.onLeave(trouble);
  }

  private say(event: TrainingEvent): void {
    apply(this.view, event, performance.now());
  }

  private async show(): Promise<void> {
    try {
      await fullScreen(this.screen, {
        millisecondsPerFrame,
        signal: this.leaving.signal,
        draw: paced(
          (terminal, rows) => watchScreen(this.view, terminal, rows, performance.now(), "command"),
          (terminal, rows) => JSON.stringify([terminal, rows, this.view.phase]),
        ),
        onKey: (key) => this.hear(key),
      });
      this.leave();
    } catch (error) {
      this.leave(error);
    }
  }

  private hear({ name }: Key): boolean {
    if (name === "p") this.control.obey({ order: this.control.paused ? "continue" : "pause" });
    return false;
  }
}

/** What the run logged before it went on. */
const logged = (path: string, step: number, names: readonly string[]): LossHistory =>
  LossHistory.of(
    readMetrics(path).filter((line) => line.step <= step),
    names,
  );
