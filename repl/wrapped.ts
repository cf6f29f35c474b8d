/** Running text in lines of at most `width` characters; what is indented is a table, and stays. */
export const wrapped = (text: string, width: number): string =>
  text
    .split("\n")
    .map((line) => (line.startsWith("  ") ? line : Bun.wrapAnsi(line, width)))
    .join("\n");
