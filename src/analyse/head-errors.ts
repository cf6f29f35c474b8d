/** How far off the headings are that a network is asked for: that of the head-direction cell with the largest logit against the true one. */
import { headingDistance, headingFloor, widestGap } from "../code/head-floors.ts";
import type { SharedArray } from "../engine/shared-array.ts";
import type { HeadReadout, Portion } from "../tasks/activity-source.ts";

export interface HeadErrors {
  readonly samples: number;
  /** Mean over all samples, rad. */
  readonly error: number;
  /** Mean after each step, [steps] rad. */
  readonly byStep: Float64Array;
  readonly cells: number;
  /** Of the nearest preferred heading at uniform headings, rad. */
  readonly floor: number;
  /** The widest part of the turn without a preferred heading: where it begins, how wide it is, and the mean error inside and outside of it; rad. */
  readonly gap: {
    readonly from: number;
    readonly width: number;
    readonly inside: number;
    readonly outside: number;
  };
}

export class HeadErrorSums {
  private readonly sums: Float64Array;
  private readonly counts: Float64Array;
  /** Of headings in the widest gap: their number, and the sum of their errors. */
  private readonly inGap = { count: 0, sum: 0 };
  private readonly gap;

  constructor(
    private readonly readout: HeadReadout,
    steps: number,
  ) {
    this.sums = new Float64Array(steps);
    this.counts = new Float64Array(steps);
    this.gap = widestGap(readout.means);
  }

  /** @param logits of `count` samples from `first` on, those of other ensembles beside them */
  add(portion: Portion, logits: SharedArray<"float32">, first: number, count: number): void {
    const { headingAfter, trajectories } = portion;
    if (!headingAfter) throw new Error("headings are read out along paths without any");
    const { first: column, means } = this.readout;
    const [truth, view, stride] = [headingAfter.view, logits.view, logits.shape.at(-1)!];
    for (let i = 0; i < count; i++) {
      const heading = truth[first + i]!;
      const row = i * stride + column;
      const error = headingDistance(heading, means[largest(view, row, means.length)]!);
      const step = Math.floor((first + i) / trajectories);
      this.sums[step]! += error;
      this.counts[step]!++;
      if (this.isInGap(heading)) {
        this.inGap.count++;
        this.inGap.sum += error;
      }
    }
  }

  private isInGap(heading: number): boolean {
    const turn = 2 * Math.PI;
    return (((heading - this.gap.from) % turn) + turn) % turn < this.gap.width;
  }

  finish(): HeadErrors {
    const { sums, counts, inGap, gap, readout } = this;
    const [sum, samples] = [total(sums), total(counts)];
    return {
      ...{ samples, cells: readout.means.length },
      error: sum / samples,
      byStep: sums.map((value, step) => value / counts[step]!),
      floor: headingFloor(readout.means),
      gap: { ...gap, inside: inGap.sum / inGap.count, outside: (sum - inGap.sum) / (samples - inGap.count) },
    };
  }
}

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

/** Which of `count` numbers from `at` on is the largest; of equals the first. */
function largest(values: Float32Array, at: number, count: number): number {
  let best = 0;
  for (let i = 1; i < count; i++) if (values[at + i]! > values[at + best]!) best = i;
  return best;
}
