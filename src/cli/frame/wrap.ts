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

/** A command line, broken before flags so that a shell reads it as one. */
export function wrapCommand(command: string, width: number, indent = "    "): string[] {
  const lines = wrap(command, width - indent.length - 2, / (?=--)/);
  return lines.map((line, i) => (i > 0 ? indent : "") + line + (i < lines.length - 1 ? " \\" : ""));
}
