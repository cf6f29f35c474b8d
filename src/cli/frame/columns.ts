/** Text in plain columns, made printable. Tables with rules are src/draw/table.ts's. */
import { printable } from "../../printable.ts";
import { wrap } from "./lines.ts";

const gap = "  ";
/** Columns below which the last cell goes under the others instead of beside them. */
const leastRoom = 24;
const hanging = "    ";

/**
 * Lines of text in aligned columns, two spaces apart; the last column is not padded.
 * @param width where given, the last cell of a row goes on in further lines, so that none is longer
 */
export function alignColumns(given: readonly (readonly string[])[], width?: number): string[] {
  const rows = given.map((row) => row.map((cell) => printable(cell)));
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, cell.length);
    });
  }
  return rows.flatMap((row) => {
    const before = row
      .slice(0, -1)
      .map((cell, i) => cell.padEnd(widths[i]!) + gap)
      .join("");
    const last = row.at(-1) ?? "";
    return width === undefined ? [(before + last).trimEnd()] : besideOrBelow(before, last, width);
  });
}

function besideOrBelow(before: string, last: string, width: number): string[] {
  const room = width - before.length;
  if (last.length <= room) return [(before + last).trimEnd()];
  if (room >= leastRoom) {
    const margin = " ".repeat(before.length);
    return wrap(last, room).map((line, i) => ((i === 0 ? before : margin) + line).trimEnd());
  }
  const below = wrap(last, width - hanging.length).map((line) => hanging + line);
  return before.trim() === "" ? below : [before.trimEnd(), ...below];
}
