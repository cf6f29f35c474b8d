/** One bar of characters. Its colour, and the number that it stands for, are the caller's. */

const EIGHTHS = [..." ▏▎▍▌▋▊▉"];

/**
 * A bar of at most `width` characters for a share of it, drawn to the eighth of a character with Unicode, to the whole
 * one with `#`. A share above 0 is never drawn as nothing. Not padded.
 */
export function bar(share: number, width: number, unicode: boolean): string {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`a bar cannot show the share ${share}`);
  const steps = unicode ? 8 : 1;
  const filled = share > 0 ? Math.max(1, Math.round(share * width * steps)) : 0;
  if (!unicode) return "#".repeat(filled);
  const rest = filled % 8;
  return "█".repeat(Math.floor(filled / 8)) + (rest > 0 ? EIGHTHS[rest]! : "");
}
