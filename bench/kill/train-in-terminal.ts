/** `bun run train` in a terminal of its own. */
import { join } from "node:path";
import type { Target } from "./ways.ts";

const root = join(import.meta.dir, "../..");

export interface TrainingInTerminal extends Target {
  /** Resolves when `bun run` has ended, with its exit code: that of the training, or 128 and the number of the signal. */
  readonly ended: Promise<number>;
  isOver(): boolean;
  /** All that was written to the terminal so far. */
  shown(): string;
}

/** @param words after `bun run train`; paths absolute, as it runs in the repository */
export function trainInTerminal(words: readonly string[]): TrainingInTerminal {
  let shown = "";
  const decoder = new TextDecoder();
  const child = Bun.spawn([process.execPath, "run", "train", ...words], {
    cwd: root,
    env: { ...process.env, CI: undefined, TERM: "xterm-256color" },
    terminal: {
      cols: 100,
      rows: 24,
      data: (_, bytes) => {
        shown += decoder.decode(bytes, { stream: true });
      },
    },
  });
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  return {
    ended: child.exited,
    isOver,
    shown: () => shown,
    press: (key) => void child.terminal!.write(key),
    hangUp: () => child.terminal!.close(),
    signalFirst: (signal) => child.kill(signal),
    // A terminal's process is the leader of its group.
    signalAll: (signal) => {
      if (!isOver()) process.kill(-child.pid, signal);
    },
  };
}
