/** Thrown by what Ctrl-C stopped; the shell says "stopped" and goes on. */
export class Interrupted extends Error {
  constructor() {
    super("stopped");
    this.name = "Interrupted";
  }
}

/** Waits for `work` until Ctrl-C: that ends the waiting, not the work. @throws Interrupted; what `work` throws */
export function unlessInterrupted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const interruption = new Promise<never>((_, reject) => {
    const stop = () => reject(new Interrupted());
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
  return Promise.race([work, interruption]);
}
