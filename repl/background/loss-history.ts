import type { Metrics } from "../../src/train/metrics-log.ts";

/** Curves of a training, thinned as they grow: never more points than a chart can show. */
export class LossHistory {
  readonly steps: number[] = [];
  readonly losses: number[] = [];
  readonly errors: number[] = [];

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
    this.steps.push(step);
    this.losses.push(loss);
    this.errors.push(errorCm);
    if (this.steps.length <= this.most) return;
    for (const values of [this.steps, this.losses, this.errors]) halve(values);
  }
}

/** Means of neighbours; an odd one stays as it is. */
function halve(values: number[]): void {
  const half = Array.from({ length: Math.ceil(values.length / 2) }, (_, i) => {
    const [a, b] = [values[2 * i]!, values[2 * i + 1] ?? values[2 * i]!];
    return (a + b) / 2;
  });
  values.splice(0, values.length, ...half);
}
