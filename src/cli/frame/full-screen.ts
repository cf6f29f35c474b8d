/** A picture that fills the terminal and is redrawn a few times a second until a key leaves it. */
import { ScreenPainter } from "../../draw/screen-painter.ts";
import type { Terminal } from "../../draw/terminal.ts";
import type { Key } from "./key-names.ts";
import { enterScreen, isEntered, leaveScreen } from "./screen.ts";

export const usualRows = 24;

/** The terminal that a picture fills. */
export interface ScreenPlace {
  /** What it can show now; the width follows the window. */
  readonly terminal: Terminal;
  /** Its height in lines; undefined: nobody knows. */
  readonly rows: number | undefined;
  write(text: string): void;
  /** Calls `redraw` whenever the window changes its size. @returns takes it back */
  onResize(redraw: () => void): () => void;
  /** The next key; undefined for one that leaves whatever it is. */
  nextKey(): Promise<Key | undefined>;
  /** Nobody waits any longer for the key that `nextKey` has not given yet. */
  forgetKey(): void;
}

export interface FullScreenOptions {
  /** The picture as it is now, for a screen of so many lines. */
  readonly draw: (terminal: Terminal, rows: number) => string[];
  readonly millisecondsPerFrame: number;
  /** Any other key than q and Escape, which leave. @returns whether it leaves */
  readonly onKey?: (key: Key) => boolean;
  /** Aborted: leaves without a key. */
  readonly signal?: AbortSignal | undefined;
}

/** Resolves when the picture is left; screen and cursor are as before then, whatever happens. */
export async function fullScreen(place: ScreenPlace, options: FullScreenOptions): Promise<void> {
  const painter = new ScreenPainter((text) => place.write(text));
  const frame = () => {
    // Images do not stay where lines are drawn anew.
    const terminal = { ...place.terminal, images: undefined };
    const rows = place.rows ?? usualRows;
    painter.draw(options.draw(terminal, rows), terminal.columns, rows);
  };
  let failed: (error: unknown) => void = () => {};
  const failure = new Promise<never>((_, reject) => {
    failed = reject;
  });
  const attempt = () => {
    // A signal that ends the process has left the screen already.
    if (!isEntered()) return;
    try {
      frame();
    } catch (error) {
      failed(error);
    }
  };
  enterScreen((text) => place.write(text));
  const forgetSize = place.onResize(attempt);
  const timer = setInterval(attempt, options.millisecondsPerFrame);
  try {
    attempt();
    await Promise.race([failure, untilLeft(place, options, attempt), aborted(options.signal)]);
  } finally {
    clearInterval(timer);
    forgetSize();
    leaveScreen();
    place.forgetKey();
  }
}

async function untilLeft(
  place: ScreenPlace,
  { onKey }: FullScreenOptions,
  redraw: () => void,
): Promise<void> {
  for (;;) {
    const key = await place.nextKey();
    if (key === undefined || key.name === "q" || key.name === "escape" || onKey?.(key)) return;
    redraw();
  }
}

/** Never without a signal. */
const aborted = (signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted) resolve();
    else signal?.addEventListener("abort", () => resolve(), { once: true });
  });
