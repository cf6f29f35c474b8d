import { constants } from "node:os";

const deadly = ["SIGTERM", "SIGHUP"] as const;

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
