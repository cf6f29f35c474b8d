import { encode } from "fast-png";
import type { Pixels } from "./scene.ts";

/** Pixels as a PNG file with alpha, the same bytes every time. */
export function pngBytes({ width, height, data }: Pixels): Uint8Array {
  return encode({ width, height, data, channels: 4, depth: 8 });
}

export const pngDataUri = (pixels: Pixels): string =>
  `data:image/png;base64,${Buffer.from(pngBytes(pixels)).toString("base64")}`;
