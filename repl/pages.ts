/** Text that is longer than the screen, page by page. */
import { browse, directionOf, screenRows } from "./browse.ts";
import type { Shell } from "./shell.ts";

/** The line of keys, and the prompt. */
const besides = 2;

/** Prints all lines where nobody browses or all fits the screen; else shows page after page until a key leaves, and leaves the last. */
export async function showLines(shell: Shell, lines: readonly string[]): Promise<void> {
  const { length } = lines;
  const size = () => Math.max(1, screenRows(shell) - besides);
  if (!shell.interactive || length <= size()) {
    shell.print(lines.join("\n"));
    return;
  }
  let first = 0;
  const end = () => Math.min(length, first + size());
  await browse(shell, {
    draw: () => [...lines.slice(first, end()), `${first + 1} to ${end()} of ${length}   ${hints(shell)}`],
    onKey(name) {
      const direction = directionOf(name);
      if (direction === 1 && end() < length) first += size();
      else if (direction === -1) first = Math.max(0, first - size());
      else if (name === "home") first = 0;
      else if (name === "end") first = Math.floor((length - 1) / size()) * size();
      return false;
    },
  });
  shell.print(lines.slice(first, end()).join("\n"));
}

const hints = (shell: Shell): string =>
  shell.terminal.unicode ? "↓ next  ↑ previous  q leave" : "down next  up previous  q leave";
