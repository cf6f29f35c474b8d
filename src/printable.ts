/** Text from outside as it may be shown: nothing in it moves the cursor, colours, hides, turns round or begins a line. */

/** Controls, lone surrogates, what shows nothing (zero-width, direction, tags), separators of lines, and what is no character. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\u115f\u1160\u3164\uffa0]|\u034f/gu;

/** U+200D between two pictures makes one of them: 👩‍🔬. */
const joiner = "\u200d";
const pictureBefore = /\p{Extended_Pictographic}[\ufe0f\u{1f3fb}-\u{1f3ff}]?$/u;
const pictureAfter = /^\p{Extended_Pictographic}/u;

const short: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

const longest = 1000;

/**
 * A text in one line with its unseen characters as escapes (\n, \x1b, \u202e, \u{e0041}); a long one is cut in the
 * middle, with the number of characters left out. Doing it twice changes nothing more.
 * @param limit of the length of what comes back
 */
export function printable(text: string, limit: number = longest): string {
  if (text.length <= limit) {
    const whole = escaped(text);
    if (whole.length <= limit) return whole;
  }
  const room = Math.max(0, Math.floor((limit - 40) / 2));
  const head = fitting(Array.from(text.slice(0, room + 1)), room);
  const tail = fitting(Array.from(text.slice(-room - 1)).reverse(), room).reverse();
  const left = text.length - head.join("").length - tail.join("").length;
  return `${escaped(head.join(""))}…(${left} more characters)…${escaped(tail.join(""))}`;
}

/** Text of several lines, each of them printable. */
export const printableLines = (text: string, limit: number = longest): string =>
  text
    .split("\n")
    .map((line) => printable(line, limit))
    .join("\n");

/** JSON that says the same, with what strings may hold unseen (DEL, C1, direction) as \u escapes too. */
export const printableJson = (json: string): string =>
  json.replace(unseen, (character) =>
    Array.from({ length: character.length }, (_, i) => fourDigits(character.charCodeAt(i))).join(""),
  );

function escaped(text: string): string {
  return text.replace(unseen, (character, at: number) => {
    const joins =
      character === joiner &&
      pictureBefore.test(text.slice(Math.max(0, at - 4), at)) &&
      pictureAfter.test(text.slice(at + 1, at + 3));
    return joins ? character : escapeOf(character);
  });
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0)!;
  if (code > 0xffff) return `\\u{${code.toString(16)}}`;
  if (code > 0xff) return fourDigits(code);
  return short[character] ?? `\\x${code.toString(16).padStart(2, "0")}`;
}

const fourDigits = (code: number): string => `\\u${code.toString(16).padStart(4, "0")}`;

/** The first characters whose escapes have room. */
function fitting(characters: readonly string[], room: number): string[] {
  let taken = 0;
  const end = characters.findIndex((character) => {
    taken += escaped(character).length;
    return taken > room;
  });
  return characters.slice(0, end < 0 ? characters.length : end);
}
