/** Text that is longer than the screen, page by page. */

import { enterScreen, leaveScreen, showScreen } from "../src/cli/frame/screen.ts";
import { backgroundOf } from "./background/background.ts";
import type { Shell } from "./shell.ts";

const forward = new Set(["down", "right", "space", "pagedown", "n", "j"]);
const backward = new Set(["up", "left", "pageup", "p", "k", "b"]);
const away = new Set(["q", "escape", "return"]);
const besides = 2;

export interface Pages {
  /** How many entries there are. */
  readonly count: number;
  /** Lines around the entries of a page. */
  readonly overhead: number;
  /** The lines of one page: entries `first` … `end - 1`. */
  readonly page: (first: number, end: number) => string[];
}

/** Prints everything where nobody browses or all fits the screen; else shows page after page until q, and leaves the last. */
export async function showPages(shell: Shell, { count, overhead, page }: Pages): Promise<void> {
  const size = () => Math.max(1, (shell.host.rows ?? 24) - overhead - besides);
  if (!shell.interactive || count <= size()) {
    shell.print(page(0, count).join("\n"));
    return;
  }
  let first = 0;
  const end = () => Math.min(count, first + size());
  const draw = () => {
    const where = `${first + 1} to ${end()} of ${count}`;
    showScreen([...page(first, end()), `${where}   ${hints(shell)}`], shell.host.rows ?? 24);
  };
  await backgroundOf(shell).withScreen(async () => {
    enterScreen();
    process.stdout.on("resize", draw);
    try {
      for (draw(); ; draw()) {
        const { name } = await shell.host.nextKey();
        if (away.has(name)) break;
        if (forward.has(name) && end() < count) first += size();
        else if (backward.has(name)) first = Math.max(0, first - size());
        else if (name === "home") first = 0;
        else if (name === "end") first = Math.floor((count - 1) / size()) * size();
      }
    } finally {
      process.stdout.off("resize", draw);
      leaveScreen();
    }
  });
  shell.print(page(first, end()).join("\n"));
}

/** Lines that belong to no table. */
export const showLines = (shell: Shell, lines: readonly string[]): Promise<void> =>
  showPages(shell, { count: lines.length, overhead: 0, page: (first, end) => lines.slice(first, end) });

const hints = (shell: Shell): string =>
  shell.terminal.unicode ? "↓ next  ↑ previous  q leave" : "down next  up previous  q leave";
