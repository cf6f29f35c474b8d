/** What a training that is followed was told, and waiting for it. */

import type { WantedScoring } from "./snapshot.ts";

/** What a training that is followed can be told. */
export type FollowOrder =
  /** null: nobody watches. */
  | { readonly order: "watch"; readonly scoring: WantedScoring | null }
  | { readonly order: "pause" | "continue" | "stop" };

export class TrainingControl {
  private readonly stopping = new AbortController();
  private wake: () => void = () => {};
  /** Of whoever watches. */
  scoring: WantedScoring | null = null;
  paused = false;

  /** Aborted by `stop`. */
  get signal(): AbortSignal {
    return this.stopping.signal;
  }

  obey(order: FollowOrder): void {
    if (order.order === "watch") this.scoring = order.scoring;
    else if (order.order === "stop") this.stop();
    else this.paused = order.order === "pause";
    this.wake();
  }

  /** Also ends a pause. */
  stop(): void {
    this.stopping.abort();
    this.wake();
  }

  /** Resolves at the next order. */
  nextOrder(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }
}
