/** Groups of lines with one empty line between them; empty groups leave none. */
export const paragraphs = (...groups: readonly (readonly string[])[]): string =>
  groups
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
