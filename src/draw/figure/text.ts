/** Texts in a picture: how wide they are, in lines, and numbers with a true minus. In a terminal it is ../text.ts's. */

/** Advance widths of DejaVu Sans from space to `~`, in hundredths of the font size. */
const widths = [
  ...[32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34], // space to /
  ...[64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 53, 100], // 0 to @
  ...[68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79, 60, 79, 69, 63, 61, 73, 68, 99, 69, 61, 69],
  ...[39, 34, 39, 84, 50, 50], // [ to `
  ...[61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97, 63, 61, 63, 63, 41, 52, 39, 63, 59, 82, 59, 59, 52],
  ...[64, 34, 64, 84], // { to ~
];
const widthOfOthers = 84;
const wider = 1.12;

/** Width of a text in pixels at a font size. Characters beyond ASCII count as wide ones. */
export function textWidth(text: string, size: number, bold = false): number {
  let sum = 0;
  for (const character of text) sum += widths[character.codePointAt(0)! - 32] ?? widthOfOthers;
  return (sum * size * (bold ? wider : 1)) / 100;
}

/** Spaces between a number and its unit. */
const beforeUnit = /(?<=\d) (?=(?:cm|m|s|%|bins)(?:[^a-z]|$))/;
const breakable = new RegExp(`(?!${beforeUnit.source}) `);

/** Lines of at most `width` pixels, broken at spaces, but not before a unit; a word that is too long stands alone. */
export function wrapText(text: string, size: number, width: number, bold = false): string[] {
  const lines: string[] = [];
  for (const word of text.split(breakable)) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
    if (lines.length > 0 && textWidth(longer, size, bold) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** A number with a fixed count of decimals, a true minus sign, and no negative zero. */
export const signedText = (value: number, decimals: number): string =>
  value
    .toFixed(decimals)
    .replace(/^-(?=[0.]*$)/, "")
    .replace("-", "\u2212");
