/** A command line as a text that a reader copies into a shell (bash, zsh): each word arrives there as it was here. */
import { printable } from "./printable.ts";

const isSeen = (text: string): boolean => printable(text, Number.POSITIVE_INFINITY) === text;

/** A word as a shell takes it: quoted where it must be, in one visible line; what shows nothing stands in $'…' as octal bytes. */
export function shellWord(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (isSeen(word)) return `'${word.replaceAll("'", `'\\''`)}'`;
  return `$'${Array.from(word, inside).join("")}'`;
}

const inside = (character: string): string => {
  if (character === "'" || character === "\\") return `\\${character}`;
  return isSeen(character) ? character : Array.from(Buffer.from(character), octal).join("");
};

const octal = (byte: number): string => `\\${byte.toString(8).padStart(3, "0")}`;

/** A path as a word that no command takes for a flag. */
export const pathWord = (path: string): string => (path.startsWith("-") ? `./${path}` : path);

/** A flag and its value, which may look like a flag itself. */
export const flagWords = (flag: string, value: string): string[] =>
  value.startsWith("-") ? [`${flag}=${value}`] : [flag, value];

/** The words of a command as one line. */
export const commandLine = (words: readonly string[]): string => words.map(shellWord).join(" ");
