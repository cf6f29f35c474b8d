/** What stands before the line that is typed. The line itself is line-editor.ts's. */
import { paint } from "../src/draw/paint.ts";
import { shorten } from "../src/draw/text.ts";
import { printable } from "../src/printable.ts";
import type { Shell } from "./shell.ts";

const grey = [128, 128, 128] as const;
const green = [0, 158, 115] as const;

/** Both ends of a name, and a step whole. */
const shortest = 12;

/** `first #12  second 340/2000 > `: the open run, the unit, and what runs in the background. Long names lose their middle. */
export function promptOf(shell: Shell): string {
  const { columns, colour, unicode } = shell.terminal;
  const place = shell.hasNetwork ? shell.network.title : "entorhinal";
  const unit = shell.unit === undefined ? "" : ` #${shell.unit}`;
  const third = Math.max(shortest, Math.floor(columns / 3));
  const name = shorten(printable(place) + unit, third, unicode);
  const status = shell.status === "" ? "" : `  ${shorten(printable(shell.status), third, unicode)}`;
  return `${paint(name, green, colour)}${paint(status, grey, colour)} > `;
}

/** `search "que": `: while Ctrl-R looks for an earlier line. */
export function searchPromptOf({ terminal }: Shell, query: string, failed: boolean): string {
  const { columns, colour, unicode } = terminal;
  const what = failed ? "no older" : "search";
  const asked = shorten(printable(query), Math.max(shortest, Math.floor(columns / 3)), unicode);
  return `${paint(`${what} "${asked}"`, grey, colour)}: `;
}
