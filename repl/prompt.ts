/** What stands before the line that is typed. The line itself is line-editor.ts's. */
import { paint } from "../src/draw/paint.ts";
import { truncate } from "../src/draw/text.ts";
import { printable } from "../src/printable.ts";
import type { Shell } from "./shell.ts";

const grey = [128, 128, 128] as const;
const green = [0, 158, 115] as const;

/** `first #12  second 340/2000 > `: the open run, the unit, and what runs in the background. */
export function promptOf(shell: Shell): string {
  const { columns, colour, unicode } = shell.terminal;
  const place = shell.hasNetwork ? shell.network.title : "entorhinal";
  const unit = shell.unit === undefined ? "" : ` #${shell.unit}`;
  const name = truncate(printable(place) + unit, Math.max(10, Math.floor(columns / 3)), unicode);
  const status =
    shell.status === "" ? "" : truncate(`  ${printable(shell.status)}`, Math.floor(columns / 3), unicode);
  return `${paint(name, green, colour)}${paint(status, grey, colour)} > `;
}
