/** Running text in lines and paragraphs. What stands in columns is columns.ts's. */

/** Text in lines of at most `width` characters, broken at `between`; a longer word has a line of its own. */
export function wrap(text: string, width: number, between: string | RegExp = " "): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split("\n")) {
    let line = "";
    for (const word of paragraph.split(between)) {
      const longer = line === "" ? word : `${line} ${word}`;
      if (longer.length > width && line !== "") {
        lines.push(line);
        line = word;
      } else line = longer;
    }
    lines.push(line);
  }
  return lines;
}

/** Running text in lines of at most `width` characters; what is indented is a table, and stays. */
export const wrapProse = (text: string, width: number): string =>
  text
    .split("\n")
    .map((line) => (line.startsWith("  ") ? line : Bun.wrapAnsi(line, width)))
    .join("\n");

/** Groups of lines with one empty line between them; empty groups leave none. */
export const paragraphs = (...groups: readonly (readonly string[])[]): string =>
  groups
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");

/** A command line, broken before flags so that a shell reads it as one. */
export function wrapCommand(command: string, width: number, indent = "    "): string[] {
  const lines = wrap(command, width - indent.length - 2, / (?=--)/);
  return lines.map((line, i) => (i > 0 ? indent : "") + line + (i < lines.length - 1 ? " \\" : ""));
}
