/** Blocks of lines next to each other. Of what is in them only the width is looked at. */
import { padRight, visibleWidth } from "./text.ts";

const GAP = 2;

/** Blocks of lines side by side at their own widths, as many in a row as fit `columns`; a blank line between rows. */
export function beside(blocks: readonly (readonly string[])[], columns: number): string[] {
  const rows: (readonly string[])[][] = [];
  let taken = 0;
  for (const block of blocks) {
    const width = widthOf(block);
    if (rows.length === 0 || taken + GAP + width > columns) {
      rows.push([]);
      taken = -GAP;
    }
    rows.at(-1)!.push(block);
    taken += GAP + width;
  }
  return rows.flatMap((row, i) => [...(i > 0 ? [""] : []), ...sideBySide(row, GAP)]);
}

/** Blocks in one row of lines, each as wide as it is, `gap` columns apart. */
export const sideBySide = (blocks: readonly (readonly string[])[], gap: number): string[] =>
  oneRow(blocks, blocks.map(widthOf), gap);

/** Blocks in one row of lines, padded to the given widths. */
export function oneRow(
  blocks: readonly (readonly string[])[],
  widths: readonly number[],
  gap: number = GAP,
): string[] {
  const height = Math.max(...blocks.map((block) => block.length));
  return Array.from({ length: height }, (_, line) =>
    blocks
      .map((block, i) => padRight(block[line] ?? "", widths[i]!))
      .join(" ".repeat(gap))
      .trimEnd(),
  );
}

const widthOf = (block: readonly string[]): number => Math.max(0, ...block.map(visibleWidth));
