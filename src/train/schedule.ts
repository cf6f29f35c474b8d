export interface ScheduleOptions {
  readonly schedule: "constant" | "cosine";
  readonly learningRate: number;
  /** Steps over which the rate rises linearly from learningRate / warmupSteps. */
  readonly warmupSteps: number;
  readonly steps: number;
  /** Where the cosine ends, as a share of learningRate. */
  readonly finalLearningRateShare: number;
}

/** Learning rate of step `step` (0-based). */
export function learningRateAt(options: ScheduleOptions, step: number): number {
  const { learningRate, warmupSteps, steps, finalLearningRateShare: last } = options;
  if (step < warmupSteps) return (learningRate * (step + 1)) / warmupSteps;
  if (options.schedule === "constant") return learningRate;
  const progress = Math.min(1, (step - warmupSteps) / Math.max(1, steps - warmupSteps));
  return learningRate * (last + (1 - last) * 0.5 * (1 + Math.cos(Math.PI * progress)));
}
