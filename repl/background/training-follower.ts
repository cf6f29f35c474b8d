/** In the training process: what happens between two steps. Counts the time, reports, pauses, looks. */
import type { NetworkBetweenSteps, Progress } from "../../src/train/run-training.ts";
import { UserError } from "../../src/user-error.ts";
import { LookBudget } from "./look-budget.ts";
import type { Report, Sight } from "./messages.ts";
import { lookTrajectories, type Onlooker } from "./network-look.ts";
import type { TrainingControl } from "./training-control.ts";

/** What watching may cost of the time trained; the shell's drawing comes on top. */
export const lookLimit = 0.02;
/** Milliseconds between two reports, watched and unwatched. */
const reportEvery = { watched: 250, unwatched: 1000 };
/** A forward pass beside a training step, for the first guess of what a look costs. */
const forwardShare = 0.35;

const now = (): number => performance.now() / 1000;

export class TrainingFollower {
  private readonly budget = new LookBudget(lookLimit);
  private trainingSince = now();
  private reportedAt = Number.NEGATIVE_INFINITY;
  private sinceReport = { steps: 0, loss: 0, error: 0, seconds: 0 };
  private fastestStep = Number.POSITIVE_INFINITY;
  private lookedAt = -1;
  private lookedWith: Sight | undefined;
  /** Some looks match a null as well: what they take over is paid afterwards. */
  private cheapestLook = Number.POSITIVE_INFINITY;
  private blind = false;
  private onlooker: Onlooker | undefined;

  constructor(
    private readonly control: TrainingControl,
    private readonly onlookerOf: (network: Pick<NetworkBetweenSteps, "model">) => Onlooker,
    private readonly batchSize: number,
    private readonly say: (report: Report) => void,
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
    if (this.lookedAt < 0)
      this.budget.expect((this.fastestStep * forwardShare * lookTrajectories) / this.batchSize);
    this.sinceReport.steps++;
    this.sinceReport.loss += result.loss;
    this.sinceReport.error += 100 * result.decodeError;
    this.sinceReport.seconds += seconds;
    const every = this.control.sight ? reportEvery.watched : reportEvery.unwatched;
    if (step === steps || performance.now() - this.reportedAt >= every) this.report(step);
  }

  /** Between two steps: looks when it is due, and waits while it is paused. What it takes is not counted as training. */
  async between(network: NetworkBetweenSteps): Promise<void> {
    if (this.mayLook && this.budget.due) await this.lookWithinBudget(network);
    if (this.control.paused) await this.pause(network);
    this.trainingSince = now();
  }

  /** Looks, whatever it costs: there is nothing it could hold up. */
  async lookAtEnd(network: NetworkBetweenSteps): Promise<void> {
    if (!this.mayLook || this.hasSeen(network)) return;
    await this.look(network, "maps");
    if (this.hasSeen(network)) await this.look(network, "noise");
  }

  private async pause(network: NetworkBetweenSteps): Promise<void> {
    const { control } = this;
    if (this.sinceReport.steps > 0) this.report(network.step);
    this.say({ report: "paused" });
    while (control.paused && !control.signal.aborted) {
      if (this.mayLook && (!this.hasSeen(network) || this.onlooker?.needsNoise)) {
        await this.look(network);
      } else {
        await control.nextOrder();
      }
    }
    if (!control.signal.aborted) this.say({ report: "continued" });
  }

  /** Whether the network was looked at as it is now, in the way that is wanted now. */
  private hasSeen({ step }: NetworkBetweenSteps): boolean {
    return this.lookedAt === step && Bun.deepEquals(this.lookedWith, this.control.sight);
  }

  private get mayLook(): boolean {
    return this.control.sight !== null && !this.blind;
  }

  private async lookWithinBudget(network: NetworkBetweenSteps): Promise<void> {
    const began = now();
    await this.look(network);
    const seconds = now() - began;
    this.cheapestLook = Math.min(this.cheapestLook, seconds);
    this.budget.expect(this.cheapestLook);
    this.budget.spent(seconds);
  }

  /** At the network, or at noise when it is time for that. */
  private async look(
    network: NetworkBetweenSteps,
    at: "maps" | "noise" = this.onlooker?.needsNoise && Bun.deepEquals(this.lookedWith, this.control.sight)
      ? "noise"
      : "maps",
  ): Promise<void> {
    const { sight } = this.control;
    if (!sight || this.blind) return;
    try {
      if (at === "noise" && this.onlooker) {
        this.say({ report: "noise", noise: this.onlooker.matchNoise() });
      } else {
        await network.synchronize();
        this.onlooker ??= this.onlookerOf(network);
        const look = await this.onlooker.look(network.step, sight, () => this.breathe());
        if (!look) return;
        [this.lookedAt, this.lookedWith] = [network.step, sight];
        this.say({ report: "look", look });
      }
    } catch (error) {
      this.blind = true;
      this.say({ report: "blind", message: reasonOf(error) });
    }
  }

  /** Lets orders be heard. @returns false when it is time to stop */
  private async breathe(): Promise<boolean> {
    await new Promise<void>((resume) => setImmediate(resume));
    return !this.control.signal.aborted;
  }

  private report(step: number): void {
    const { steps, loss, error, seconds } = this.sinceReport;
    this.say({
      report: "progress",
      step,
      loss: loss / steps,
      decodeErrorCm: error / steps,
      secondsPerStep: seconds / steps,
      lookShare: this.budget.share,
      nextLook: this.mayLook ? this.budget.secondsUntilDue : null,
    });
    this.sinceReport = { steps: 0, loss: 0, error: 0, seconds: 0 };
    this.reportedAt = performance.now();
  }
}

/** Whatever goes wrong in a look, the training goes on without. */
function reasonOf(error: unknown): string {
  if (error instanceof UserError) return error.message;
  return `${error instanceof Error ? error.message : error} (a bug in entorhinal, please report it)`;
}
