/** A Markdown table with columns of one width, as Biome formats it. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const cells = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll("|", "\\|")));
  const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => row[column]!.length)));
  const [first, ...others] = cells.map((row) => line(row.map((cell, i) => cell.padEnd(widths[i]!))));
  return [first!, line(widths.map((width) => "-".repeat(width))), ...others];
}

const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
