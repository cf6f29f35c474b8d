/** What little of the shell the documents use. */
export interface ShellLine {
  readonly words: readonly string[];
  /** File behind `>`. */
  readonly into: string | undefined;
}

/**
 * Splits a line into words: quotes, a `#` comment and one `> FILE` are understood.
 * @returns undefined for a line without a command
 * @throws Error for pipes, variables and all else
 */
export function parseShellLine(line: string): ShellLine | undefined {
  const words: string[] = [];
  const token = /\s*(?:(#.*)|"([^"]*)"|'([^']*)'|(>)|([^\s"'>#|&;$`][^\s"'>|&;$`]*))/y;
  const text = line.trimEnd();
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const match = token.exec(text);
    if (!match) throw new Error(`this test does not understand "${text.slice(at)}" in: ${line}`);
    if (match[1] !== undefined) break;
    words.push(match[2] ?? match[3] ?? match[4] ?? match[5]!);
  }
  if (words.length === 0) return undefined;
  const arrow = words.indexOf(">");
  if (arrow < 0) return { words, into: undefined };
  if (arrow !== words.length - 2) throw new Error(`one file must follow ">" in: ${line}`);
  return { words: words.slice(0, arrow), into: words[arrow + 1]! };
}
