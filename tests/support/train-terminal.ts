/** `bun run train` in a terminal, where Ctrl-C reaches the training from several sides. */
import { join } from "node:path";

const root = join(import.meta.dir, "../..");

export interface TrainingInTerminal {
  /** Of `bun run`. */
  readonly process: Bun.Subprocess;
  /** All that the terminal was sent so far. */
  readonly shown: () => string;
  press(key: string): void;
  close(): void;
}

/** @param argv words after `bun run train`; paths absolute, as it runs in the repository */
export function trainInTerminal(argv: readonly string[]): TrainingInTerminal {
  let shown = "";
  const decoder = new TextDecoder();
  const child = Bun.spawn([process.execPath, "run", "train", ...argv], {
    cwd: root,
    env: { ...process.env, TERM: "xterm-256color" },
    terminal: {
      cols: 100,
      rows: 24,
      data: (_, bytes) => {
        shown += decoder.decode(bytes, { stream: true });
      },
    },
  });
  return {
    process: child,
    shown: () => shown,
    press: (key) => void child.terminal!.write(key),
    close: () => child.terminal!.close(),
  };
}
