import { crc32 } from "node:zlib";
import { encode } from "fast-png";
import type { Pixels } from "./scene.ts";

export interface PngOptions {
  /** 4 with alpha, as by default, 3 without. */
  readonly channels?: 3 | 4 | undefined;
  /** By keyword, such as Title; letters of Latin-1. */
  readonly text?: Readonly<Record<string, string>> | undefined;
}

/** Pixels as a PNG file, the same bytes every time. */
export function pngBytes(
  { width, height, data }: Pixels,
  { channels = 4, text }: PngOptions = {},
): Uint8Array {
  return encode({ width, height, data, channels, depth: 8, ...(text && { text }) });
}

export const pngDataUri = (pixels: Pixels): string =>
  `data:image/png;base64,${Buffer.from(pngBytes(pixels)).toString("base64")}`;

/** Signature, and length, name, 13 bytes and checksum of the header. */
const afterHeader = 8 + 4 + 4 + 13 + 4;
const inMetres = 1;

/**
 * The PNG file with its size on paper in it, which programs for text and for print go by.
 * @param png without such a size @param pixelsPerMetre rounded to whole ones
 */
export function withResolution(png: Uint8Array, pixelsPerMetre: number): Uint8Array {
  const chunk = Buffer.alloc(4 + 4 + 9 + 4);
  chunk.writeUInt32BE(9, 0);
  chunk.write("pHYs", 4, "latin1");
  chunk.writeUInt32BE(Math.round(pixelsPerMetre), 8);
  chunk.writeUInt32BE(Math.round(pixelsPerMetre), 12);
  chunk.writeUInt8(inMetres, 16);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 17)), 17);
  return Buffer.concat([png.subarray(0, afterHeader), chunk, png.subarray(afterHeader)]);
}
