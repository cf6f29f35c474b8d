/** Units one after the other, by arrow keys. */

import { chooseUnits } from "../src/session/unit-choice.ts";
import { browse, directionOf, screenRows } from "./browse.ts";
import { unitNumbers } from "./computed.ts";
import type { OpenNetwork } from "./open-network.ts";
import type { Shell } from "./shell.ts";
import { drawUnit, viewOf } from "./unit-view.ts";

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

/** Shows a unit; with somebody there, others on arrow keys until a key leaves, and the last one stays. */
export async function browseUnits(shell: Shell, unit: number): Promise<void> {
  shell.show(unit);
  if (shell.interactive) await lookThrough(shell, unit);
  const rows = shell.interactive ? screenRows(shell) - 1 : undefined;
  const lines = await drawn(shell, rows);
  shell.print(shell.named(lines.join("\n")));
}

/** Shows a unit on the whole screen, and its neighbours in the list on arrow keys, until a key leaves. */
export async function lookThrough(shell: Shell, unit: number): Promise<void> {
  shell.show(unit);
  const units = await unitsInOrder(shell);
  await drawn(shell, undefined);
  const go = (to: number | undefined) => {
    if (to !== undefined) shell.show(to);
    return true;
  };
  await browse(shell, {
    draw: async (rows) => [...(await drawn(shell, rows - 1)), hint(shell, units)],
    onKey(name) {
      const direction = directionOf(name);
      if (direction) return go(stepFrom(units, shell.unit, direction));
      if (name === "home") return go(units[0]);
      return name === "end" && go(units.at(-1));
    },
  });
}

const drawn = async (shell: Shell, rows: number | undefined): Promise<string[]> =>
  drawUnit(await viewOf(shell, shell.unit!), shell.terminal, rows);

function hint({ unit, terminal, network }: Shell, units: readonly number[]): string {
  const at = units.indexOf(unit!);
  const where = at < 0 ? `${units.length} in the list` : `${at + 1} of ${units.length}`;
  return `${where}   ${terminal.unicode ? "→ next  ← previous" : "right next  left previous"}  q leave${inWorld(network)}`;
}

/** What is open, where it is in another world: the prompt is not to be seen. */
export const inWorld = ({ subject, title }: OpenNetwork): string =>
  subject.changed.length === 0 ? "" : `   ${title}`;
