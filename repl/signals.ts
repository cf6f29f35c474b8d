/** The signals that end a process. Ctrl-C is not one of them: it stops a command. */
import { constants } from "node:os";

const deadly = ["SIGTERM", "SIGHUP"] as const;

/** While `work` runs, SIGTERM and SIGHUP end the process at once: code that does not come back hears no handler. */
export async function mortal<T>(work: () => Promise<T>): Promise<T> {
  const handlers = deadly.map((signal) => ({ signal, handlers: process.listeners(signal) }));
  for (const signal of deadly) process.removeAllListeners(signal);
  try {
    return await work();
  } finally {
    for (const { signal, handlers: all } of handlers) for (const handler of all) process.on(signal, handler);
  }
}

/** Before SIGTERM or SIGHUP end the process, `close` is called. @returns takes it back */
export function closeOnSignals(close: () => Promise<void>): () => void {
  const end = (signal: (typeof deadly)[number]) => {
    void close().finally(() => process.exit(128 + constants.signals[signal]));
  };
  for (const signal of deadly) process.on(signal, end);
  return () => {
    for (const signal of deadly) process.off(signal, end);
  };
}
