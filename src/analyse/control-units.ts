/** Other units than the chosen ones, as many of them: what a lesion is to be compared with. */
import type { Engine } from "../engine/engine.ts";
import { fillUniform } from "../engine/random.ts";

export interface ControlOptions {
  readonly seed: number;
  /** How many sets. */
  readonly trials: number;
}

/** Which units a control may be of. */
export interface Candidates {
  readonly units: readonly number[];
  /** Whether chosen ones are among them, there being too few others. */
  readonly mixed: boolean;
}

/** All units but the chosen ones; all of them when those are too few. Source: as published. */
export function candidatesFor(chosen: readonly number[], count: number): Candidates {
  const taken = new Set(chosen);
  const all = Array.from({ length: count }, (_, unit) => unit);
  const others = all.filter((unit) => !taken.has(unit));
  return others.length < chosen.length ? { units: all, mixed: true } : { units: others, mixed: false };
}

/** Sets of `size` of the units, drawn without replacement, in rising order; each trial has draws of its own. */
export function randomUnits(
  engine: Engine,
  units: readonly number[],
  size: number,
  { seed, trials }: ControlOptions,
): number[][] {
  return draws(engine, "ablation controls", size, { seed, trials }).map((numbers) => {
    const left = [...units];
    return Array.from(numbers, (number) => left.splice(Math.floor(number * left.length), 1)[0]!).sort(rising);
  });
}

/** A control is drawn from this many units of nearest rate, so that trials differ. */
const nearest = 4;

/**
 * Sets of as many units as are chosen, each of about the rate of one of them: for every chosen unit, the highest rate first, one of
 * the four free candidates of nearest rate. Chosen units themselves may be drawn only where they are candidates.
 * @param rates [count] mean activity
 */
export function rateMatchedUnits(
  engine: Engine,
  chosen: readonly number[],
  candidates: readonly number[],
  rates: ArrayLike<number>,
  { seed, trials }: ControlOptions,
): number[][] {
  const wanted = [...chosen].sort((a, b) => rates[b]! - rates[a]! || a - b);
  return draws(engine, "ablation controls by rate", wanted.length, { seed, trials }).map((numbers) => {
    const free = [...candidates];
    return wanted
      .map((unit, i) => {
        const distance = (other: number) => Math.abs(rates[other]! - rates[unit]!);
        const close = [...free].sort((a, b) => distance(a) - distance(b) || a - b).slice(0, nearest);
        const taken = close[Math.floor(numbers[i]! * close.length)]!;
        free.splice(free.indexOf(taken), 1);
        return taken;
      })
      .sort(rising);
  });
}

/** `size` uniform numbers for each trial; the first trials are the same however many there are. */
function draws(
  engine: Engine,
  stream: string,
  size: number,
  { seed, trials }: ControlOptions,
): Float64Array[] {
  if (size === 0) return Array.from({ length: trials }, () => new Float64Array());
  return engine.memory.scope(() => {
    const numbers = engine.memory.allocate("float64", [trials, size], "draws of controls");
    fillUniform(engine, { seed, stream, items: trials, draws: size }, numbers);
    const all = numbers.toArray();
    return Array.from({ length: trials }, (_, trial) => all.slice(trial * size, (trial + 1) * size));
  });
}

const rising = (a: number, b: number): number => a - b;
