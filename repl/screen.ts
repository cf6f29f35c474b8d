/** The other screen of a terminal, for what is looked at and left; and the way back from wherever the process ends. */

const ENTER = "\x1b[?1049h\x1b[?25l";
const LEAVE = "\x1b[?1049l";
const SHOW_CURSOR = "\x1b[?25h";
const RESET = "\x1b[0m";

let entered = false;

export function enterScreen(): void {
  entered = true;
  process.stdout.write(ENTER);
}

export const isEntered = (): boolean => entered;

/** Shows lines in place of all that is there; no more than fit, and nothing once the screen is left. */
export function showScreen(lines: readonly string[], rows: number): void {
  if (!entered) return;
  const clipped = lines.slice(0, rows);
  process.stdout.write(`\x1b[H${clipped.map((line) => `${line}\x1b[K`).join("\r\n")}\x1b[J`);
}

export function leaveScreen(): void {
  if (!entered) return;
  entered = false;
  process.stdout.write(LEAVE + SHOW_CURSOR);
}

/** Whatever was drawn last: this screen, visible cursor, no colour. */
export function restoreScreen(): void {
  leaveScreen();
  process.stdout.write(RESET + SHOW_CURSOR);
}
