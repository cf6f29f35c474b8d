/**
 * What snapshots of a network may cost: a share of the time it trains. Time trained earns credit, snapshots spend it; one is
 * due when there is credit for what it is expected to cost, so that all together stay below the share.
 */
export class SnapshotBudget {
  private trainedSeconds = 0;
  private spentSeconds = 0;
  private credit = 0;
  private expected = Number.POSITIVE_INFINITY;

  constructor(private readonly limit: number) {}

  /** Seconds of training. Credit for more than one is not kept: they are spread, not heaped. */
  trained(seconds: number): void {
    this.trainedSeconds += seconds;
    this.credit = Math.min(this.credit + this.limit * seconds, Math.max(this.expected, this.credit));
  }

  /** What a snapshot will cost at least, seconds: a guess before the first one. What it costs beyond is paid afterwards. */
  expect(seconds: number): void {
    this.expected = seconds;
  }

  spent(seconds: number): void {
    this.spentSeconds += seconds;
    this.credit -= seconds;
  }

  get due(): boolean {
    return this.credit >= this.expected;
  }

  /** Seconds of training until the next one is due. */
  get secondsUntilDue(): number {
    return Math.max(0, this.expected - this.credit) / this.limit;
  }

  /** Snapshots so far, as a share of the time trained; 0 before anything was trained. */
  get share(): number {
    return this.trainedSeconds > 0 ? this.spentSeconds / this.trainedSeconds : 0;
  }
}
