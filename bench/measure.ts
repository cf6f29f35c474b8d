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
  /** Floating-point operations of one round, where they are many: by them the time that is left is told. */
  readonly operations?: number;
  /** Takes too long for rough numbers. */
  readonly lengthy?: boolean;
  measure(bench: Bench): readonly Rate[] | Promise<readonly Rate[]>;
}

/** What a benchmark gets: engines, and the time for each measurement. */
export interface Bench {
  /** One thread and two, products by the WASM kernels. */
  readonly one: Engine;
  readonly two: Engine;
  /** The same with a BLAS, where there is one. */
  readonly native: { readonly one: Engine; readonly two: Engine } | undefined;
  readonly pace: BenchPace;
}

/** For how long `fastest` repeats its bodies, and how often at least after a round that warms up. */
export interface BenchPace {
  readonly seconds: number;
  readonly rounds: number;
}

/** What a processor may do in a second, to compare efforts by. */
const operationsPerSecond = 1e10;

/** About how many seconds a benchmark takes. */
export const effortOf = (
  { operations = 0 }: Pick<Benchmark, "operations">,
  { seconds, rounds }: BenchPace,
): number => seconds + ((rounds + 1) * operations) / operationsPerSecond;

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

/**
 * Seconds of the fastest call of each body. They are called in turn, A B A B …, so that all meet the same load of the
 * machine, for so many seconds and rounds at least after one that warms up.
 * @throws Error when a body returned NaN
 */
export function fastest<const Bodies extends readonly Body[]>(
  { seconds, rounds }: BenchPace,
  ...bodies: Bodies
): { -readonly [Index in keyof Bodies]: number } {
  const best = bodies.map(() => Number.POSITIVE_INFINITY);
  const end = Bun.nanoseconds() + seconds * 1e9;
  for (let round = -1; round < rounds || Bun.nanoseconds() < end; round++) {
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

/**
 * Seconds of the fastest call of a body that waits, as `fastest` would measure it.
 * @throws Error when it returned NaN
 */
export async function fastestOf(
  { seconds, rounds }: BenchPace,
  body: () => Promise<number>,
): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  const end = Bun.nanoseconds() + seconds * 1e9;
  for (let round = -1; round < rounds || Bun.nanoseconds() < end; round++) {
    const start = Bun.nanoseconds();
    const consumed = await body();
    const took = (Bun.nanoseconds() - start) / 1e9;
    if (Number.isNaN(consumed)) throw new Error("a benchmark computed NaN");
    if (round >= 0) best = Math.min(best, took);
  }
  return best;
}
