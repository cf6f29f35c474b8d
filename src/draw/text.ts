/** Texts by their width on the screen, and numbers as texts. In a picture it is figure/text.ts's. */

/** Width on the screen in columns; escape sequences count nothing, wide characters two. */
export const visibleWidth = (text: string): number => Bun.stringWidth(text);

/** Spaces after the text up to `width` columns; longer texts stay as they are. */
export function padRight(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - visibleWidth(text)));
}

/** Spaces before the text up to `width` columns; longer texts stay as they are. */
export function padLeft(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - visibleWidth(text))) + text;
}

/** At most `width` columns of the text; a cut one ends in `…`, or `~` where there is no Unicode. Colours survive the cut. */
export function truncate(text: string, width: number, unicode: boolean): string {
  if (visibleWidth(text) <= width) return text;
  return Bun.sliceAnsi(text, 0, Math.max(0, width), unicode ? "…" : "~");
}

/** At most `width` columns of a text without colours: what is too much is taken from its middle, where `…` or `~` stands instead. */
export function shorten(text: string, width: number, unicode: boolean): string {
  const excess = visibleWidth(text) - width;
  if (excess <= 0) return text;
  const tail = Math.floor(Math.max(0, width - 1) / 2);
  return truncate(text, Math.max(0, width - tail), unicode) + Bun.sliceAnsi(text, visibleWidth(text) - tail);
}

/**
 * A number to be read, with the given count of significant digits: 5.912, 12.30, 0.001234, 1.234e-5, 48213.
 * Trailing zeros stay, so that a number on a live line keeps its width. NaN and infinities are written as such.
 */
export function formatSignificant(value: number, digits = 4): string {
  const magnitude = Math.abs(Number(value.toPrecision(digits)));
  if (!Number.isFinite(value) || value === 0) return String(value + 0);
  if (magnitude >= 10 ** digits && magnitude < 1e6) return value.toFixed(0);
  if (magnitude < 1e-3 || magnitude >= 1e6) return value.toExponential(digits - 1).replace("e+", "e");
  return value.toPrecision(digits);
}

/** A duration in two units at most: 38 ms, 4.2 s, 1m 20s, 2h 05m, 3d 04h. Seconds; negative or NaN throws. */
export function formatDuration(seconds: number): string {
  if (!(seconds >= 0)) throw new RangeError(`a duration cannot be ${seconds} s`);
  if (!Number.isFinite(seconds)) return "forever";
  if (seconds < 0.9995) return `${formatMilliseconds(seconds * 1000)} ms`;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}m ${twoDigits(whole % 60)}s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours}h ${twoDigits(minutes % 60)}m`;
  return `${Math.floor(hours / 24)}d ${twoDigits(hours % 24)}h`;
}

const formatMilliseconds = (milliseconds: number): string =>
  milliseconds < 9.95 ? milliseconds.toFixed(1) : milliseconds.toFixed(0);

const twoDigits = (value: number): string => String(value).padStart(2, "0");
