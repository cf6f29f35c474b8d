/** The other screen of a terminal, for what is looked at and left; and the way back from wherever the process ends. */

const ENTER = "\x1b[?1049h\x1b[?25l";
const LEAVE = "\x1b[?1049l";
const SHOW_CURSOR = "\x1b[?25h";
const RESET = "\x1b[0m";

/** For whoever has no time for more than a text: away from whatever screen there is. */
export const leaveAtOnce = RESET + LEAVE + SHOW_CURSOR;

type Write = (text: string) => void;

const toStdout: Write = (text) => void process.stdout.write(text);

/** Undefined: nobody is on the other screen. */
let write: Write | undefined;

export function enterScreen(to: Write = toStdout): void {
  write = to;
  to(ENTER);
}

export const isEntered = (): boolean => write !== undefined;

/** Shows lines in place of all that is there; no more than fit, and nothing once the screen is left. */
export function showScreen(lines: readonly string[], rows: number): void {
  if (!write) return;
  const clipped = lines.slice(0, rows);
  write(`\x1b[H${clipped.map((line) => `${line}\x1b[K`).join("\r\n")}\x1b[J`);
}

export function leaveScreen(): void {
  write?.(LEAVE + SHOW_CURSOR);
  write = undefined;
}

/** Whatever was drawn last: this screen, visible cursor, no colour. */
export function restoreScreen(): void {
  leaveScreen();
  toStdout(RESET + SHOW_CURSOR);
}
