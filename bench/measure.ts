import type { Engine } from "../src/engine/engine.ts";

/** One line of `bench --json`. `ceiling` is what the machine can do at best in the same unit, or null; ratio = value / ceiling. */
export interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly ceiling: number | null;
  readonly ratio: number | null;
}

export const measurement = (
  name: string,
  value: number,
  unit: string,
  ceiling: number | null = null,
): Measurement => ({ name, value, unit, ceiling, ratio: ceiling === null ? null : value / ceiling });

/** What a benchmark gets: engines of one and of two threads, WASM products, and the budget of each measurement. */
export interface Bench {
  readonly one: Engine;
  readonly two: Engine;
  /** With a native BLAS, one thread; undefined when there is none. */
  readonly native: Engine | undefined;
  /** Rounds of every measurement; the fastest counts. */
  readonly rounds: number;
}

/**
 * Seconds of the fastest of `rounds` calls of each body, interleaved A B A B … so that both meet the same machine load.
 * One round before them warms up.
 */
export function fastest(rounds: number, ...bodies: (() => void)[]): number[] {
  const best = bodies.map(() => Number.POSITIVE_INFINITY);
  for (let round = -1; round < rounds; round++) {
    bodies.forEach((body, i) => {
      const start = Bun.nanoseconds();
      body();
      const seconds = (Bun.nanoseconds() - start) / 1e9;
      if (round >= 0) best[i] = Math.min(best[i]!, seconds);
    });
  }
  return best;
}

const ceilingTurns = 2_000_000;
const operationsPerTurn = 112;

/** The register-only multiply-add loop: seconds of it become GFLOP/s by `ceilingRate`. */
export const multiplyAddLoop = (engine: Engine) => (): void => {
  engine.kernels.multiplyAddCeiling(ceilingTurns, 0.5);
};

export const ceilingRate = (seconds: number): number => (ceilingTurns * operationsPerTurn) / seconds / 1e9;
