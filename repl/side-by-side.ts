import { padRight, visibleWidth } from "../src/draw/text.ts";

/** Blocks of lines next to each other, their tops in one line. */
export function sideBySide(blocks: readonly (readonly string[])[], gap: number): string[] {
  const widths = blocks.map((lines) => Math.max(...lines.map(visibleWidth)));
  const height = Math.max(...blocks.map(({ length }) => length));
  return Array.from({ length: height }, (_, row) =>
    blocks
      .map((lines, i) => padRight(lines[row] ?? "", widths[i]!))
      .join(" ".repeat(gap))
      .trimEnd(),
  );
}
