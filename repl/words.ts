/** The words of a line. Which of them are flags is not known here. */
import { UserError } from "../src/user-error.ts";

/** One word of a line, without its quotes. */
export interface Word {
  readonly text: string;
  /** Where it starts in the line, its quote included. */
  readonly start: number;
}

const space = /\s/;

/**
 * The words of a line, as a POSIX shell parts them: spaces between them, '…' and "…" around what belongs together, a
 * backslash before a character that means itself. A word that starts with # begins a comment. Nothing is expanded.
 * @throws UserError (exit 2) when a quote is left open
 */
export function splitWords(line: string): Word[] {
  const { words, open } = scan(line);
  if (open === undefined) return words;
  throw new UserError(`a ${open} is left open`, `close it, or write \\${open}`, 2);
}

/** The words up to the cursor, the last one being typed: empty after a space. Open quotes are all right. */
export function wordsSoFar(line: string): Word[] {
  const { words, inWord } = scan(line);
  return inWord ? words : [...words, { text: "", start: line.length }];
}

function scan(line: string): { words: Word[]; open: string | undefined; inWord: boolean } {
  const words: Word[] = [];
  let text: string | undefined;
  let start = 0;
  let quote: string | undefined;
  for (let at = 0; at < line.length; at++) {
    const character = line[at]!;
    if (quote === undefined && space.test(character)) {
      if (text !== undefined) words.push({ text, start });
      text = undefined;
      continue;
    }
    if (text === undefined) {
      if (character === "#") return { words, open: undefined, inWord: false };
      [text, start] = ["", at];
    }
    if (character === quote) quote = undefined;
    else if (quote === undefined && (character === "'" || character === '"')) quote = character;
    else if (character === "\\" && quote !== "'" && at + 1 < line.length) text += line[++at]!;
    else text += character;
  }
  if (text !== undefined) words.push({ text, start });
  return { words, open: quote, inWord: text !== undefined };
}

/** A word as it has to be typed so that it stays one. */
export const quoted = (word: string): string =>
  /^[^\s'"\\#]+$/.test(word) ? word : `"${word.replaceAll(/(["\\])/g, "\\$1")}"`;
