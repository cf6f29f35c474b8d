/** What a background training has measured so far, for the curves of `watch`. */
import type { Metrics } from "../run/metrics-log.ts";

/** Curves of a training, thinned evenly as they grow: never more points than a chart can show. */
export class LossHistory {
  readonly steps: number[] = [];
  readonly losses: number[] = [];
  /** How many values a point is the mean of; the last point may still have fewer. */
  private valuesPerPoint = 1;
  private valuesOfLast = 1;

  /** By name; NaN where it was not measured. */
  readonly measured: Readonly<Record<string, number[]>>;

  /**
   * @param names of what is measured beside the loss
   * @param most an even number
   */
  constructor(
    private readonly names: readonly string[] = [],
    private readonly most = 1024,
  ) {
    this.measured = Object.fromEntries(names.map((name) => [name, []]));
  }

  /** What a run had logged before. */
  static of(metrics: readonly Metrics[], names: readonly string[]): LossHistory {
    const history = new LossHistory(names);
    for (const { step, loss, ...rest } of metrics) history.add(step, loss ?? Number.NaN, rest);
    return history;
  }

  add(step: number, loss: number, measured: Readonly<Record<string, number | null>>): void {
    const values = [step, loss, ...this.names.map((name) => measured[name] ?? Number.NaN)];
    if (this.steps.length > 0 && this.valuesOfLast < this.valuesPerPoint) {
      this.valuesOfLast++;
      this.curves.forEach((curve, i) => {
        curve[curve.length - 1]! += (values[i]! - curve.at(-1)!) / this.valuesOfLast;
      });
      return;
    }
    if (this.steps.length === this.most) this.halve();
    this.curves.forEach((curve, i) => {
      curve.push(values[i]!);
    });
    this.valuesOfLast = 1;
  }

  private get curves(): number[][] {
    return [this.steps, this.losses, ...this.names.map((name) => this.measured[name]!)];
  }

  /** Means of neighbours, all of as many values. */
  private halve(): void {
    for (const curve of this.curves) {
      const half = Array.from(
        { length: curve.length / 2 },
        (_, i) => (curve[2 * i]! + curve[2 * i + 1]!) / 2,
      );
      curve.splice(0, curve.length, ...half);
    }
    this.valuesPerPoint *= 2;
  }
}
