/** Pictures in a terminal by kitty's protocol. Other terminals take sixel.ts; image.ts chooses. */
import { deflateSync } from "node:zlib";
import type { RgbPixels } from "./map-pixels.ts";

/** Longest payload of one escape sequence. */
const CHUNK = 4096;

/**
 * A picture by kitty's graphics protocol (https://sw.kovidgoyal.net/kitty/graphics-protocol): 24-bit pixels, deflated, in base64, shown
 * at the cursor in `columns` x `rows` characters. The cursor stays, and the terminal answers nothing.
 */
export function kittyImage({ width, height, rgb }: RgbPixels, columns: number, rows: number): string {
  const payload = deflateSync(rgb).toString("base64");
  const place = `a=T,f=24,o=z,s=${width},v=${height},c=${columns},r=${rows},C=1,q=2`;
  const chunks = Math.max(1, Math.ceil(payload.length / CHUNK));
  return Array.from({ length: chunks }, (_, i) => {
    const more = i < chunks - 1 ? 1 : 0;
    const keys = i === 0 ? `${place},m=${more}` : `m=${more},q=2`;
    return `\x1b_G${keys};${payload.slice(i * CHUNK, (i + 1) * CHUNK)}\x1b\\`;
  }).join("");
}
