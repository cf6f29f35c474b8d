import { encode } from "fast-png";
import type { Pixels } from "./scene.ts";

/** Pixels as a PNG file with alpha, the same bytes every time. @param text by keyword, such as Title: letters of Latin-1 */
export function pngBytes(
  { width, height, data }: Pixels,
  text?: Readonly<Record<string, string>>,
): Uint8Array {
  return encode({ width, height, data, channels: 4, depth: 8, ...(text && { text }) });
}

export const pngDataUri = (pixels: Pixels): string =>
  `data:image/png;base64,${Buffer.from(pngBytes(pixels)).toString("base64")}`;
