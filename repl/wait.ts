/** A line that says how far a piece of work is: on stderr, from the moment on that it takes long. */
import { bar } from "../src/draw/bar.ts";
import { LiveLine } from "../src/draw/live-line.ts";
import { padRight } from "../src/draw/text.ts";
import type { Shell } from "./shell.ts";

const patienceMilliseconds = 400;
const barWidth = 20;
/** The line is gone when the work is done. */
const TAKE_BACK = "\x1b[1A\x1b[2K";

export interface Wait {
  /** `share` of the work is done, 0..1. */
  update(share: number): void;
  end(): void;
}

export function openWait(shell: Shell, what: string): Wait {
  const terminal = shell.progressTerminal;
  const began = performance.now();
  let line: LiveLine | undefined;
  return {
    update(share) {
      if (shell.quiet || (!line && performance.now() - began < patienceMilliseconds)) return;
      line ??= new LiveLine((text) => shell.io.stderr.write(text), terminal);
      const gauge = padRight(bar(share, barWidth, terminal.unicode), barWidth);
      const [left, right] = terminal.unicode ? ["▕", "▏"] : ["[", "]"];
      line.update(`${what} ${left}${gauge}${right} ${Math.floor(100 * share)} %`, share);
    },
    end() {
      line?.end();
      if (line && terminal.interactive) shell.io.stderr.write(TAKE_BACK);
    },
  };
}
