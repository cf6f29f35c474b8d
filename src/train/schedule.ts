export interface ScheduleOptions {
  readonly schedule: "constant" | "cosine";
  readonly learningRate: number;
  /** Steps over which the rate rises linearly from learningRate / warmupSteps. */
  readonly warmupSteps: number;
  readonly steps: number;
  /** When the cosine ends, where that is not the end of the training; what comes after has the rate of its end. */
  readonly scheduleSteps: number | null;
  /** Where the cosine ends, as a share of learningRate. */
  readonly finalLearningRateShare: number;
}

/** Learning rate of step `step` (0-based). */
export function learningRateAt(options: ScheduleOptions, step: number): number {
  const { learningRate, warmupSteps, finalLearningRateShare: last } = options;
  if (step < warmupSteps) return (learningRate * (step + 1)) / warmupSteps;
  if (options.schedule === "constant") return learningRate;
  const steps = options.scheduleSteps ?? options.steps;
  const progress = Math.min(1, (step - warmupSteps) / Math.max(1, steps - warmupSteps));
  return learningRate * (last + (1 - last) * 0.5 * (1 + Math.cos(Math.PI * progress)));
}

/** Whether two schedules give steps `from` to `until` (0-based, the latter not included) the same learning rates. */
export function sameRates(a: ScheduleOptions, b: ScheduleOptions, from: number, until: number): boolean {
  for (let step = from; step < until; step++) {
    if (learningRateAt(a, step) !== learningRateAt(b, step)) return false;
  }
  return true;
}
