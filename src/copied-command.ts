/** A command line as a text that a reader copies into a shell (bash, zsh): each word arrives there as it was here. */

/** Controls and what shows nothing: these stand in $'…' as octal bytes. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]|\u034f/u;

/** A word as a shell takes it: quoted where it must be, in one visible line. */
export function shellWord(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (!unseen.test(word)) return `'${word.replaceAll("'", `'\\''`)}'`;
  return `$'${Array.from(word, inside).join("")}'`;
}

const inside = (character: string): string => {
  if (character === "'" || character === "\\") return `\\${character}`;
  return unseen.test(character) ? Array.from(Buffer.from(character), octal).join("") : character;
};

const octal = (byte: number): string => `\\${byte.toString(8).padStart(3, "0")}`;

/** A path as a word that no command takes for a flag. */
export const pathWord = (path: string): string => (path.startsWith("-") ? `./${path}` : path);

/** A flag and its value, which may look like a flag itself. */
export const flagWords = (flag: string, value: string): string[] =>
  value.startsWith("-") ? [`${flag}=${value}`] : [flag, value];

/** The words of a command as one line. */
export const commandLine = (words: readonly string[]): string => words.map(shellWord).join(" ");
