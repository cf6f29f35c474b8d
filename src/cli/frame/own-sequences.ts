/**
 * The last guard before a terminal: of everything that is written, only what the drawing itself sends is left to act.
 * Names and values from outside are made printable where they are put into a text, which this cannot know.
 */
import { printable } from "../../printable.ts";

const ESC = "\\x1b";

/** Colours, cursor, screens, pictures (sixel and kitty), and the ends of lines. */
const ownSequences = [
  `${ESC}\\[[\\d;]*m`,
  `${ESC}\\[\\?(?:25|1049|2026)[hl]`,
  `${ESC}\\[\\d*(?:;\\d+)?[ABCDHJK]`,
  `${ESC}[78]`,
  `${ESC}P0;1;0q[!-~]*${ESC}\\\\`,
  `${ESC}_G[\\w=,]*;[\\w+/=]*${ESC}\\\\`,
  "\\r|\\n",
].join("|");

const any = new RegExp(`(${ownSequences})|[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]`, "gu");

/** The text as it may be written: what acts on a terminal and is not ours is shown instead. */
export const guarded = (text: string): string =>
  text.replace(any, (character, own: string | undefined, at: number) =>
    own !== undefined || isJoiner(text, character, at) ? character : printable(character),
  );

/** Inside of a picture of several, which printable.ts lets through. */
const isJoiner = (text: string, character: string, at: number): boolean =>
  character === "\u200d" && printable(text.slice(Math.max(0, at - 4), at + 3)).includes("\u200d");
