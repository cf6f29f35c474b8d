/** What happens between two steps of a training that is followed. Counts the time, tells, pauses, takes snapshots. */

import type { NetworkBetweenSteps, Progress } from "../train/run-training.ts";
import type { WantedScoring } from "./snapshot.ts";
import { SnapshotBudget } from "./snapshot-budget.ts";
import { guessSnapshotSeconds, type SnapshotTaker, snapshotTrouble } from "./snapshot-taker.ts";
import type { TrainingControl } from "./training-control.ts";
import type { TrainingEvent } from "./training-events.ts";

/** What watching may cost of the time trained; drawing comes on top. */
export const snapshotLimit = 0.02;
/** Milliseconds between two events of progress, watched and unwatched. */
const sayEvery = { watched: 250, unwatched: 1000 };
/** Since the last event. */
interface Sums {
  steps: number;
  loss: number;
  seconds: number;
  readonly measured: Record<string, number>;
}

const now = (): number => performance.now() / 1000;

export class TrainingFollower {
  private readonly budget = new SnapshotBudget(snapshotLimit);
  private trainingSince = now();
  private saidAt = Number.NEGATIVE_INFINITY;
  private sinceEvent: Sums = { steps: 0, loss: 0, seconds: 0, measured: {} };
  private fastestStep = Number.POSITIVE_INFINITY;
  private takenAt = -1;
  private takenWith: WantedScoring | undefined;
  /** Some match a null as well: what they take over is paid afterwards. */
  private cheapestSnapshot = Number.POSITIVE_INFINITY;
  private unseen = false;
  private taker: SnapshotTaker | undefined;

  constructor(
    private readonly control: TrainingControl,
    private readonly takerOf: (network: Pick<NetworkBetweenSteps, "weights">) => SnapshotTaker,
    private readonly batchSize: number,
    private readonly say: (event: TrainingEvent) => void,
  ) {}

  /** The first step begins now. */
  begin(): void {
    this.trainingSince = now();
  }

  /** After each step. */
  progressed({ step, steps, result }: Progress): void {
    const seconds = now() - this.trainingSince;
    this.trainingSince = now();
    this.budget.trained(seconds);
    this.fastestStep = Math.min(this.fastestStep, seconds);
    if (this.takenAt < 0) this.budget.expect(guessSnapshotSeconds(this.fastestStep, this.batchSize));
    this.sinceEvent.steps++;
    this.sinceEvent.loss += result.loss;
    for (const [name, value] of Object.entries(result.measured)) {
      this.sinceEvent.measured[name] = (this.sinceEvent.measured[name] ?? 0) + value;
    }
    this.sinceEvent.seconds += seconds;
    const every = this.control.scoring ? sayEvery.watched : sayEvery.unwatched;
    if (step === steps || performance.now() - this.saidAt >= every) this.tell(step);
  }

  /** Between two steps: takes a snapshot when it is due, and waits while it is paused. What it takes is not counted as training. */
  async between(network: NetworkBetweenSteps): Promise<void> {
    if (this.mayTake && this.budget.due) await this.takeWithinBudget(network);
    if (this.control.paused) await this.pause(network);
    this.trainingSince = now();
  }

  /** Takes a snapshot, whatever it costs: there is nothing it could hold up. */
  async takeAtEnd(network: NetworkBetweenSteps): Promise<void> {
    if (!this.mayTake || this.hasTaken(network)) return;
    await this.take(network, "maps");
    if (this.hasTaken(network)) await this.take(network, "noise");
  }

  private async pause(network: NetworkBetweenSteps): Promise<void> {
    const { control } = this;
    if (this.sinceEvent.steps > 0) this.tell(network.step);
    this.say({ event: "paused" });
    while (control.paused && !control.signal.aborted) {
      if (this.mayTake && (!this.hasTaken(network) || this.taker?.needsNoise)) {
        await this.take(network);
      } else {
        await control.nextOrder();
      }
    }
    if (!control.signal.aborted) this.say({ event: "continued" });
  }

  /** Whether there is a snapshot of the network as it is now, scored as is wanted now. */
  private hasTaken({ step }: NetworkBetweenSteps): boolean {
    return this.takenAt === step && Bun.deepEquals(this.takenWith, this.control.scoring);
  }

  private get mayTake(): boolean {
    return this.control.scoring !== null && !this.unseen;
  }

  private async takeWithinBudget(network: NetworkBetweenSteps): Promise<void> {
    const began = now();
    await this.take(network);
    const seconds = now() - began;
    this.cheapestSnapshot = Math.min(this.cheapestSnapshot, seconds);
    this.budget.expect(this.cheapestSnapshot);
    this.budget.spent(seconds);
  }

  /** Of the network, or of noise when it is time for that. */
  private async take(
    network: NetworkBetweenSteps,
    at: "maps" | "noise" = this.taker?.needsNoise && Bun.deepEquals(this.takenWith, this.control.scoring)
      ? "noise"
      : "maps",
  ): Promise<void> {
    const { scoring } = this.control;
    if (!scoring || this.unseen) return;
    try {
      if (at === "noise" && this.taker) {
        this.say({ event: "noise", noise: this.taker.matchNoise() });
      } else {
        await network.synchronize();
        this.taker ??= this.takerOf(network);
        const snapshot = await this.taker.take(network.step, scoring, () => this.breathe());
        if (!snapshot) return;
        [this.takenAt, this.takenWith] = [network.step, scoring];
        this.say({ event: "snapshot", snapshot });
      }
    } catch (error) {
      // Whatever goes wrong in a snapshot, the training goes on without.
      this.unseen = true;
      this.say({ event: "unseen", message: snapshotTrouble(error) });
    }
  }

  /** Lets orders be heard. @returns false when it is time to stop */
  private async breathe(): Promise<boolean> {
    await new Promise<void>((resume) => setImmediate(resume));
    return !this.control.signal.aborted;
  }

  private tell(step: number): void {
    const { steps, loss, measured, seconds } = this.sinceEvent;
    this.say({
      event: "progress",
      step,
      loss: loss / steps,
      measured: Object.fromEntries(Object.entries(measured).map(([name, sum]) => [name, sum / steps])),
      secondsPerStep: seconds / steps,
      snapshotShare: this.budget.share,
      nextSnapshot: this.mayTake ? this.budget.secondsUntilDue : null,
    });
    this.sinceEvent = { steps: 0, loss: 0, seconds: 0, measured: {} };
    this.saidAt = performance.now();
  }
}
