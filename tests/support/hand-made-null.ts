/** The null of shuffled sweeps that a test writes down. */
import type { LagNull } from "../../src/analyse/lags/lag-null.ts";
import type { LagSweep } from "../../src/analyse/lags/lag-sweep.ts";
import { quantile } from "../../src/analyse/survival.ts";

/** @param bestOf rows of the lags among which the best is sought */
export function handMadeNull(
  shuffled: readonly LagSweep[],
  bestOf: readonly number[],
  alpha: number,
): LagNull {
  const { units, lags } = shuffled[0]!;
  // Shuffles are kept in float32.
  const at = (index: number) => shuffled.map(({ hexagonal }) => Math.fround(hexagonal[index]!));
  const each = (of: (scores: number[]) => number) =>
    Float64Array.from({ length: lags.length * units }, (_, index) => of(at(index)));
  const mean = (scores: number[]) => scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const best = shuffled.map(({ hexagonal }) =>
    Array.from({ length: units }, (_, unit) =>
      Math.fround(Math.max(...bestOf.map((row) => hexagonal[row * units + unit]!))),
    ),
  );
  return {
    ...{ kind: "circular", shuffles: shuffled.length, shuffleSeed: 0, alpha, units, bestOf },
    estimators: ["gridness"],
    of: {
      gridness: {
        mean: each(mean),
        deviation: each((scores) => Math.sqrt(mean(scores.map((score) => (score - mean(scores)) ** 2)))),
        threshold: each((scores) => quantile(scores, 1 - alpha)),
        bestThreshold: Float64Array.from({ length: units }, (_, unit) =>
          quantile(
            best.map((row) => row[unit]!),
            1 - alpha,
          ),
        ),
        level: each((scores) => levelOf(scores, alpha)),
        bestLevel: Float64Array.from({ length: units }, (_, unit) =>
          levelOf(
            best.map((row) => row[unit]!),
            alpha,
          ),
        ),
        best: Float32Array.from(best.flat()),
      },
    },
  };
}

/** The lowest of the shuffles beyond which no more than a share alpha lies, what is judged among them. */
function levelOf(scores: readonly number[], alpha: number): number {
  const share = (level: number) => (1 + scores.filter((score) => score > level).length) / (1 + scores.length);
  return Math.min(...scores.filter((level) => share(level) <= alpha));
}
