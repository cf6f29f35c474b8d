/** In the training process: what the shell has ordered, and waiting for it. */

import type { Scoring } from "../../src/session/snapshot.ts";
import type { Order } from "./messages.ts";

export class TrainingControl {
  private readonly stopping = new AbortController();
  private wake: () => void = () => {};
  /** Of whoever watches. */
  scoring: Scoring | null = null;
  paused = false;

  /** Aborted by `stop`, and when the shell is gone. */
  get signal(): AbortSignal {
    return this.stopping.signal;
  }

  obey(order: Exclude<Order, { order: "start" }>): void {
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
