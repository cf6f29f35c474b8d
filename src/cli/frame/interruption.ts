/**
 * Being asked to end. One Ctrl-C reaches a process several times within milliseconds, from the terminal and from each program
 * that started it and passes it on: whatever comes within a second is one request.
 */
import { hearSignalsAtOnce, hearSignalsNoMore, sayOfSignals } from "./native-signals.ts";

/** What is said on stderr when a request comes. */
export interface InterruptionWords {
  readonly once: string;
  /** At the second request, which ends the process without more ado. */
  readonly twice: string;
}

/** Ctrl-C, a polite end, and a terminal that was closed. */
const stopSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** From then on a signal is another request. */
export const patienceMilliseconds = 1000;

export class Interruption {
  private readonly controller = new AbortController();
  /** Undefined: no signal is heard at once. */
  private readonly hearLate: (() => void) | undefined;

  constructor(
    private words: InterruptionWords,
    private readonly write: (text: string) => void,
    hearAtOnce = hearSignalsAtOnce,
  ) {
    for (const name of stopSignals) process.on(name, this.hear);
    this.hearLate = hearAtOnce(stopSignals, { ...words, patienceMilliseconds });
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Other words from now on, where the screen has changed. */
  say(words: InterruptionWords): void {
    this.words = words;
    if (this.hearLate) sayOfSignals(words);
  }

  /** Signals end the process as always, unless one has come: the others that belong to it may still be on their way. */
  end(): void {
    if (!this.signal.aborted) this.stopListening();
  }

  private readonly hear = (signal: (typeof stopSignals)[number]): void => {
    if (this.signal.aborted) return;
    this.controller.abort(signal);
    if (this.hearLate) {
      this.hearLate();
      return;
    }
    this.write(this.words.once);
    // Later the system ends the process by itself, also while the main thread computes.
    setTimeout(() => this.stopListening(), patienceMilliseconds).unref();
  };

  private stopListening(): void {
    for (const name of stopSignals) process.off(name, this.hear);
    if (this.hearLate) hearSignalsNoMore(stopSignals);
  }
}
