/** Signals heard at the moment they come, also while the main thread computes. */
import { cc } from "bun:ffi";
import { constants } from "node:os";
import { join } from "node:path";

export interface NativeWords {
  /** Written to stderr at the first signal. */
  readonly once: string;
  /** Written before the process ends at the second one. */
  readonly twice: string;
  /** Signals closer to the first one than this belong to it. */
  readonly patienceMilliseconds: number;
}

/** As the C library has them: errno is a function of it, and a clock that is never set has a number. */
const systems: Readonly<Record<string, Record<string, string>>> = {
  linux: { ERRNO_LOCATION: "__errno_location", CLOCK_MONOTONIC: "1" },
  darwin: { ERRNO_LOCATION: "__error", CLOCK_MONOTONIC: "6" },
};

const words = { args: ["ptr", "int"], returns: "void" } as const;
const number = { args: ["int"] } as const;

function compile(define: Record<string, string>) {
  return cc({
    source: join(import.meta.dir, "interruption.c"),
    define,
    symbols: {
      say_when_asked: words,
      say_when_ended: words,
      wait_for_second: { ...number, returns: "void" },
      hear_first: { ...number, returns: "int" },
      remember_terminal: { ...number, returns: "void" },
      hear_late: { returns: "void" },
      hear_no_more: { ...number, returns: "void" },
    },
  });
}

/** The system calls into it: it must not be collected. */
let library: ReturnType<typeof compile> | undefined;

/**
 * From now on the first of these signals writes its words at once and is handed on to the handlers of JavaScript, which must be there; one
 * that comes later than the patience ends the process with 128 and its number.
 * @returns to be called for a signal that reached JavaScript, as it may have come before this; undefined where it cannot be had: then
 * nothing was changed
 */
export function hearSignalsAtOnce(
  signals: readonly NodeJS.Signals[],
  said: NativeWords,
): (() => void) | undefined {
  const system = systems[process.platform];
  if (!system) return undefined;
  try {
    library ??= compile(system);
  } catch {
    // A system that lets nobody make code, or another C library.
    return undefined;
  }
  const { symbols } = library;
  sayOfSignals(said);
  symbols.wait_for_second(said.patienceMilliseconds);
  const heard = signals.every((signal) => symbols.hear_first(constants.signals[signal]) === 1);
  return heard ? symbols.hear_late : undefined;
}

/** From now on other words. */
export function sayOfSignals({ once, twice }: Pick<NativeWords, "once" | "twice">): void {
  const [first, second] = [Buffer.from(once), Buffer.from(twice)];
  library?.symbols.say_when_asked(first, first.length);
  library?.symbols.say_when_ended(second, second.length);
}

/**
 * The second signal leaves the terminal as it is now.
 * @param file descriptor of the terminal
 */
export function rememberTerminal(file: number): void {
  library?.symbols.remember_terminal(file);
}

/** The signals end the process again, once the handlers of JavaScript are taken away. */
export function hearSignalsNoMore(signals: readonly NodeJS.Signals[]): void {
  for (const signal of signals) library?.symbols.hear_no_more(constants.signals[signal]);
}
