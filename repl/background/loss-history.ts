import type { Metrics } from "../../src/run/metrics-log.ts";

/** Curves of a training, thinned evenly as they grow: never more points than a chart can show. */
export class LossHistory {
  readonly steps: number[] = [];
  readonly losses: number[] = [];
  readonly errors: number[] = [];
  /** How many values a point is the mean of; the last point may still have fewer. */
  private valuesPerPoint = 1;
  private valuesOfLast = 1;

  /** @param most an even number */
  constructor(private readonly most = 1024) {}

  /** What a run had logged before. */
  static of(metrics: readonly Metrics[]): LossHistory {
    const history = new LossHistory();
    for (const { step, loss, decodeErrorCm } of metrics) {
      history.add(step, loss ?? Number.NaN, decodeErrorCm ?? Number.NaN);
    }
    return history;
  }

  add(step: number, loss: number, errorCm: number): void {
    const values = [step, loss, errorCm];
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
    return [this.steps, this.losses, this.errors];
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
