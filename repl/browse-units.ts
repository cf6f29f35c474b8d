/** Units one after the other, by arrow keys. */

import { enterScreen, leaveScreen, showScreen } from "../src/cli/frame/screen.ts";
import { backgroundOf } from "./background/background.ts";
import { unitNumbers } from "./computed.ts";
import type { Shell } from "./shell.ts";
import { chooseUnits } from "./unit-choice.ts";
import { drawUnit, viewOf } from "./unit-view.ts";

const forward = new Set(["down", "right", "space", "pagedown", "n", "j", "l"]);
const backward = new Set(["up", "left", "pageup", "p", "k", "h"]);
const away = new Set(["q", "escape", "return"]);

/** The units that `next` and `prev` go along: those listed last, at first all by falling hexagonal score. */
export async function unitsInOrder(shell: Shell): Promise<readonly number[]> {
  const { network } = shell;
  if (!network.listed) network.list(chooseUnits(await unitNumbers(shell)));
  return network.listed!;
}

/** The unit `by` places on from `unit`, staying at the ends; from one that is not in the list, the first. Undefined: the list is empty. */
export function stepFrom(units: readonly number[], unit: number | undefined, by: number): number | undefined {
  const at = unit === undefined ? -1 : units.indexOf(unit);
  if (at < 0) return units[0];
  return units[Math.min(units.length - 1, Math.max(0, at + by))];
}

/** Shows a unit; with somebody there, others on arrow keys until q, and the last one stays. */
export async function browseUnits(shell: Shell, unit: number): Promise<void> {
  shell.show(unit);
  const draw = async (rows: number | undefined) =>
    drawUnit(await viewOf(shell, shell.unit!), shell.terminal, rows);
  if (!shell.interactive) {
    shell.print((await draw(undefined)).join("\n"));
    return;
  }
  const units = await unitsInOrder(shell);
  const go = (to: number | undefined) => {
    if (to !== undefined) shell.show(to);
  };
  const rows = () => shell.host.rows ?? 24;
  const show = async () => showScreen([...(await draw(rows() - 1)), hint(shell, units)], rows());
  const resized = () => void show();
  await draw(undefined);
  await backgroundOf(shell).withScreen(async () => {
    enterScreen();
    process.stdout.on("resize", resized);
    try {
      for (;;) {
        await show();
        const { name } = await shell.host.nextKey();
        if (away.has(name)) break;
        if (forward.has(name)) go(stepFrom(units, shell.unit, 1));
        else if (backward.has(name)) go(stepFrom(units, shell.unit, -1));
        else if (name === "home") go(units[0]);
        else if (name === "end") go(units.at(-1));
      }
    } finally {
      process.stdout.off("resize", resized);
      leaveScreen();
    }
  });
  shell.print((await draw(rows() - 1)).join("\n"));
}

function hint({ unit, terminal }: Shell, units: readonly number[]): string {
  const at = units.indexOf(unit!);
  const where = at < 0 ? `${units.length} in the list` : `${at + 1} of ${units.length}`;
  return `${where}   ${terminal.unicode ? "→ next  ← previous" : "right next  left previous"}  q leave`;
}
