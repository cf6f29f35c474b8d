/** What the shell needs of the place where it runs. Two such places are interactive.ts and script.ts. */
import type { Io } from "../src/cli/frame/io.ts";
import type { Key } from "../src/cli/frame/key-names.ts";

/** The place where the shell runs: a person's terminal, or a script on stdin. */
export interface ShellHost {
  /** A person sits there: keys can be read and questions asked. */
  readonly interactive: boolean;
  /** Height of the terminal in lines. */
  readonly rows: number | undefined;
  /** Whole lines; above the prompt while one stands there. */
  write(stream: "stdout" | "stderr", text: string): void;
  /** Draws the prompt anew, because what it shows has changed. */
  refreshPrompt(): void;
  /** Where a question can be asked while `work` runs. Only when interactive. */
  withDialogue<T>(work: (dialogue: NonNullable<Io["dialogue"]>) => Promise<T>): Promise<T>;
  /** Leaves the terminal as it was found while `work` runs, for a child process or for code of the user: Ctrl-C is SIGINT. */
  withChild<T>(work: () => Promise<T>): Promise<T>;
  /** The next key. Only when interactive. @throws Interrupted on Ctrl-C */
  nextKey(): Promise<Key>;
  /** Letters of the next line wait to be read; a lone q, which leaves what is looked at, is none. */
  readonly typedAhead: boolean;
  /** A key that `nextKey` gave is the next one again. */
  giveBack(key: Key): void;
  /** Nobody waits for the key any longer that `nextKey` has not given yet; its promise stays open. */
  forgetKey(): void;
}
