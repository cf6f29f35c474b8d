/** A picture that fills the terminal and is redrawn a few times a second until a key leaves it. */
import { ScreenPainter } from "../../src/draw/screen-painter.ts";
import type { Terminal } from "../../src/draw/terminal.ts";
import { Interrupted } from "../interrupted.ts";
import { enterScreen, isEntered, leaveScreen } from "../screen.ts";
import type { Shell } from "../shell.ts";
import type { Key } from "../shell-host.ts";

const usualRows = 24;

export interface FullScreenOptions {
  /** The picture as it is now, for a screen of so many lines. */
  readonly draw: (terminal: Terminal, rows: number) => string[];
  readonly millisecondsPerFrame: number;
  /** Any other key than q, Escape and Ctrl-C, which leave. @returns whether it leaves */
  readonly onKey?: (key: Key) => boolean;
}

/** Resolves when a key has left the picture; screen and cursor are as before then, whatever happens. */
export async function fullScreen(shell: Shell, options: FullScreenOptions): Promise<void> {
  const painter = new ScreenPainter((text) => shell.io.stdout.write(text));
  const frame = () => {
    // Images do not stay where lines are drawn anew.
    const terminal = { ...shell.terminal, images: undefined };
    const rows = shell.host.rows ?? usualRows;
    painter.draw(options.draw(terminal, rows), terminal.columns, rows);
  };
  let failed: (error: unknown) => void = () => {};
  const failure = new Promise<never>((_, reject) => {
    failed = reject;
  });
  const attempt = () => {
    // A signal that ends the shell has left the screen already.
    if (!isEntered()) return;
    try {
      frame();
    } catch (error) {
      failed(error);
    }
  };
  enterScreen();
  process.stdout.on("resize", attempt);
  const timer = setInterval(attempt, options.millisecondsPerFrame);
  try {
    attempt();
    await Promise.race([failure, untilLeft(shell, options, attempt)]);
  } finally {
    clearInterval(timer);
    process.stdout.off("resize", attempt);
    leaveScreen();
    shell.host.forgetKey();
  }
}

async function untilLeft(shell: Shell, { onKey }: FullScreenOptions, redraw: () => void): Promise<void> {
  try {
    for (;;) {
      const key = await shell.host.nextKey();
      if (key.name === "q" || key.name === "escape" || onKey?.(key)) return;
      redraw();
    }
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
  }
}
