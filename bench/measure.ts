import type { Engine } from "../src/engine/engine.ts";

/** One line of `bench --json`. */
export interface Measurement extends Line, Rate {
  /** value / ceiling. */
  readonly ratio: number | null;
}

export interface Line {
  readonly name: string;
  readonly unit: string;
}

export interface Rate {
  readonly value: number;
  /** What this machine can do at best, in the same unit; null where there is no such thing. */
  readonly ceiling: number | null;
}

/** What is measured together, interleaved. */
export interface Benchmark {
  /** One a rate that `measure` returns, in its order. */
  readonly lines: readonly Line[];
  /** Left out where no BLAS is found. */
  readonly needsBlas?: boolean;
  measure(bench: Bench): readonly Rate[];
}

/** What a benchmark gets: engines, and the time for each measurement. */
export interface Bench {
  /** One thread and two, products by the WASM kernels. */
  readonly one: Engine;
  readonly two: Engine;
  /** The same with a BLAS, where there is one. */
  readonly native: { readonly one: Engine; readonly two: Engine } | undefined;
  /** How long `fastest` repeats its bodies, s. */
  readonly seconds: number;
}

/** Work to be timed; the number it returns depends on what was computed, so that nothing can be left out. */
export type Body = () => number;

/** The body `calls` times. */
export const repeated =
  (calls: number, body: Body): Body =>
  () => {
    let consumed = 0;
    for (let call = 0; call < calls; call++) consumed += body();
    return consumed;
  };

const fewestRounds = 3;

/**
 * Seconds of the fastest call of each body. They are called in turn, A B A B …, so that all meet the same load of the
 * machine, for `seconds` and at least three rounds after one that warms up.
 * @throws Error when a body returned NaN
 */
export function fastest<const Bodies extends readonly Body[]>(
  seconds: number,
  ...bodies: Bodies
): { -readonly [Index in keyof Bodies]: number } {
  const best = bodies.map(() => Number.POSITIVE_INFINITY);
  const end = Bun.nanoseconds() + seconds * 1e9;
  for (let round = -1; round < fewestRounds || Bun.nanoseconds() < end; round++) {
    bodies.forEach((body, i) => {
      const start = Bun.nanoseconds();
      const consumed = body();
      const took = (Bun.nanoseconds() - start) / 1e9;
      if (Number.isNaN(consumed)) throw new Error(`body ${i} of a benchmark computed NaN`);
      if (round >= 0) best[i] = Math.min(best[i]!, took);
    });
  }
  return best as { -readonly [Index in keyof Bodies]: number };
}
