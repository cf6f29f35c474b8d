/** A command line as a text that a reader copies into a POSIX shell. */
import { wrap } from "./lines.ts";

/** A word as a POSIX shell takes it: quoted where it must be. */
export const shellWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

/** A command line, broken before flags so that a shell reads it as one. */
export function wrapCommand(command: string, width: number, indent = "    "): string[] {
  const lines = wrap(command, width - indent.length - 2, / (?=--)/);
  return lines.map((line, i) => (i > 0 ? indent : "") + line + (i < lines.length - 1 ? " \\" : ""));
}
