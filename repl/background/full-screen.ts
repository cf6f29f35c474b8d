/** A picture that fills the terminal of the shell. */
import {
  type FullScreenOptions,
  fullScreen as fullScreenOn,
  type ScreenPlace,
} from "../../src/cli/frame/full-screen.ts";
import { Interrupted } from "../interrupted.ts";
import type { Shell } from "../shell.ts";

/** Resolves when a key has left the picture, Ctrl-C included; screen and cursor are as before then, whatever happens. */
export const fullScreen = (shell: Shell, options: FullScreenOptions): Promise<void> =>
  fullScreenOn(placeOf(shell), options);

const placeOf = (shell: Shell): ScreenPlace => ({
  get terminal() {
    return shell.terminal;
  },
  get rows() {
    return shell.host.rows;
  },
  write: (text) => shell.io.stdout.write(text),
  onResize(redraw) {
    process.stdout.on("resize", redraw);
    return () => void process.stdout.off("resize", redraw);
  },
  async nextKey() {
    try {
      return await shell.host.nextKey();
    } catch (error) {
      if (error instanceof Interrupted) return undefined;
      throw error;
    }
  },
  forgetKey: () => shell.host.forgetKey(),
});
