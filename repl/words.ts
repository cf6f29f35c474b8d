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
 * backslash before a character that means itself, and $'…' with octal bytes, as commands to be copied have it. A word that
 * starts with # begins a comment. Nothing is expanded.
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

/** $'…', as far as copied-command.ts writes it. */
const ansiQuote = /^\$'((?:[^'\\]|\\.)*)'/;

/** Bytes stand in octal; a backslash before another character means that character. */
function unescaped(inside: string): string {
  const parts = inside.match(/\\[0-7]{3}|\\.|[^\\]+/g) ?? [];
  return Buffer.concat(
    parts.map((part) =>
      part.length === 4 && part.startsWith("\\")
        ? Buffer.of(Number.parseInt(part.slice(1), 8))
        : Buffer.from(part.replace(/^\\/, "")),
    ),
  ).toString();
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
    if (quote === undefined && character === "$" && line[at + 1] === "'") {
      const [, inside] = ansiQuote.exec(line.slice(at)) ?? [];
      if (inside === undefined) return { words: [...words, { text, start }], open: "'", inWord: true };
      text += unescaped(inside);
      at += inside.length + 2;
    } else if (character === quote) quote = undefined;
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
