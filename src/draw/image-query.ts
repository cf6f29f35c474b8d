/** What to ask a terminal to learn whether it shows pictures, and what its answer means. */
import type { ImageSupport } from "./terminal.ts";

/**
 * Three questions: a picture of one pixel that is not shown (kitty), the size of a character, and the primary device
 * attributes, which nearly every terminal answers: they come last, and end the waiting. Source: kitty's graphics
 * protocol; xterm's control sequences.
 */
export const imageQuery = "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1b[16t\x1b[c";

const ESC = "\u001b";
const kittyAnswer = new RegExp(`${ESC}_Gi=31;OK${ESC}\\\\`);
const cellAnswer = new RegExp(`${ESC}\\[6;(\\d+);(\\d+)t`);
const attributesAnswer = new RegExp(`${ESC}\\[\\?([\\d;]*)c`);
const sixelAttribute = "4";

/** Of the VT340, and of terminals that imitate it. */
const usualCell = { cellWidth: 10, cellHeight: 20 };

/** Whether the last of the answers has come. */
export const isAnswered = (answer: string): boolean => attributesAnswer.test(answer);

/** Size of a character in pixels, when the terminal told it. */
function cellOf(answer: string): typeof usualCell | undefined {
  const [, height, width] = answer.match(cellAnswer) ?? [];
  if (!(Number(width) > 0 && Number(height) > 0)) return undefined;
  return { cellWidth: Number(width), cellHeight: Number(height) };
}

/**
 * What the terminal that answered can show; undefined: nothing, or it did not say. Sixels need to know the size of a
 * character: without it they would lie over the text.
 */
export function imageSupportOf(answer: string): ImageSupport | undefined {
  const cell = cellOf(answer);
  if (kittyAnswer.test(answer)) return { protocol: "kitty", ...(cell ?? usualCell) };
  const attributes = answer.match(attributesAnswer)?.[1]?.split(";") ?? [];
  return attributes.slice(1).includes(sixelAttribute) && cell ? { protocol: "sixel", ...cell } : undefined;
}

/** The protocol that the user wants, whatever the terminal says; the size of a character from its answer, or the usual one. */
export const chosenSupport = (protocol: ImageSupport["protocol"], answer: string): ImageSupport => ({
  protocol,
  ...(cellOf(answer) ?? usualCell),
});
