/** The table of units at a terminal: a row is chosen, and Enter looks at its unit. */
import { reversed } from "../src/draw/paint.ts";
import type { UnitColumn, UnitNumbers } from "../src/session/unit-columns.ts";
import { browse, screenRows } from "./browse.ts";
import { inWorld, lookThrough } from "./browse-units.ts";
import type { Shell } from "./shell.ts";
import { tableFoot, tableHead, unitTable } from "./unit-table.ts";

/** Title, table without its rows, keys, prompt. */
const besides = 1 + tableHead + tableFoot + 2;

/** Shows the units until a key leaves; the page that was seen last stays. */
export async function browseTable(
  shell: Shell,
  units: readonly number[],
  numbers: UnitNumbers,
  title: string,
  wanted: readonly UnitColumn[],
): Promise<void> {
  const last = units.length - 1;
  const size = () => Math.max(1, screenRows(shell) - besides);
  let chosen = Math.max(0, units.indexOf(shell.unit ?? -1));
  let first = 0;
  const page = () => {
    first = Math.max(0, Math.min(first, units.length - size()));
    if (chosen < first) first = chosen;
    if (chosen >= first + size()) first = chosen - size() + 1;
    return [title, ...unitTable(units.slice(first, first + size()), numbers, shell.terminal, wanted)];
  };
  const move = (to: number) => {
    chosen = Math.max(0, Math.min(last, to));
    return true;
  };
  const turn = (rows: number) => {
    first = Math.max(0, first + rows);
    return move(chosen + rows);
  };
  await browse(shell, {
    draw: () => {
      const lines = page();
      const row = 1 + tableHead + chosen - first;
      lines[row] = marked(lines[row]!, shell);
      return [...lines, `${chosen + 1} of ${units.length}   ${hints(shell)}`];
    },
    async onKey(name) {
      if (name === "down") return move(chosen + 1);
      if (name === "up") return move(chosen - 1);
      if (name === "space" || name === "pagedown" || name === "right") return turn(size());
      if (name === "pageup" || name === "left") return turn(-size());
      if (name === "home") return move(0);
      if (name === "end") return move(last);
      if (name !== "return") return false;
      await lookThrough(shell, units[chosen]!);
      return move(units.indexOf(shell.unit!));
    },
  });
  shell.print(shell.named(page().join("\n")));
}

/** Rows begin with a space. */
const marked = (line: string, { terminal: { unicode, colour } }: Shell): string =>
  reversed(`${unicode ? "›" : ">"}${line.slice(1)}`, colour);

const hints = ({ terminal, network }: Shell): string =>
  `Enter looks at it  ${terminal.unicode ? "↑ ↓" : "up down"}  Space next page  q leave${inWorld(network)}`;
