/** Labels with columns of bars beside them: what histogram.ts and survival.ts are drawn with. */
import { bar } from "./bar.ts";
import { paint, seriesColour } from "./paint.ts";
import type { Terminal } from "./terminal.ts";
import { padLeft, padRight, truncate, visibleWidth } from "./text.ts";

/** A column of bars with the number each stands for beside it. */
export interface BarColumn {
  title: string;
  values: readonly number[];
  texts: readonly string[];
}

const GAP = "   ";
const LONGEST_BAR = 40;
const SHORTEST_BAR = 3;

/**
 * Rows of labels with bars beside each other, all to the scale of `longest`. Bars get the room that labels and numbers
 * leave, and go when that is too little.
 */
export function barTable(
  labelTitle: string,
  labels: readonly string[],
  columns: readonly BarColumn[],
  longest: number,
  terminal: Terminal,
): string[] {
  const labelWidth = Math.max(...[labelTitle, ...labels].map(visibleWidth));
  const textWidths = columns.map(({ texts }) => Math.max(0, ...texts.map(visibleWidth)));
  const taken = columns.reduce((sum, _, i) => sum + GAP.length + textWidths[i]! + 1, labelWidth);
  const room = Math.floor((terminal.columns - taken) / columns.length);
  const barWidth = room < SHORTEST_BAR ? 0 : Math.min(LONGEST_BAR, room);
  const titles = columns.map(({ title }, i) => {
    const width = barWidth + 1 + textWidths[i]!;
    return padRight(truncate(title, width, terminal.unicode), width);
  });
  const rows = labels.map((label, row) => {
    const cells = columns.map(({ values, texts }, i) => {
      const drawn =
        barWidth > 0 && longest > 0 ? bar(values[row]! / longest, barWidth, terminal.unicode) : "";
      const coloured = paint(drawn, seriesColour(i), terminal.colour);
      return `${padRight(coloured, barWidth)} ${padLeft(texts[row]!, textWidths[i]!)}`;
    });
    return [padLeft(label, labelWidth), ...cells].join(GAP);
  });
  const header = [padLeft(labelTitle, labelWidth), ...titles].join(GAP).trimEnd();
  return [header, ...rows].map((line) => truncate(line, terminal.columns, terminal.unicode));
}
