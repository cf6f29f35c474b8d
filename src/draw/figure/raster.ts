/** From SVG to PNG, by resvg. Pixels that are there already become PNG in png.ts. */
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import { boldFont, fontBytes, regularFont } from "./fonts.ts";
import { fontFamily } from "./theme.ts";

/** A PNG file and its size in pixels. */
export interface Png {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
}

const module = "@resvg/resvg-wasm/index_bg.wasm";

let fonts: Promise<Uint8Array[]> | undefined;

/**
 * Draws an SVG document as a PNG, with fonts that come along: the same bytes on every run, whatever the machine has installed.
 * @param width pixels
 */
export async function rasterize(svg: string, width: number): Promise<Png> {
  const fontBuffers = await (fonts ??= load());
  const family = fontFamily.split(",")[0]!;
  const resvg = new Resvg(svg, {
    fitTo: { mode: "width", value: width },
    font: { fontBuffers, defaultFontFamily: family },
    shapeRendering: 2,
    textRendering: 1,
    imageRendering: 1,
  });
  try {
    const image = resvg.render();
    try {
      return { bytes: image.asPng(), width: image.width, height: image.height };
    } finally {
      image.free();
    }
  } finally {
    resvg.free();
  }
}

async function load(): Promise<Uint8Array[]> {
  const wasm = Bun.file(Bun.resolveSync(module, import.meta.dir)).bytes();
  const buffers = await Promise.all([regularFont, boldFont].map(fontBytes));
  await initWasm(await wasm);
  return buffers;
}
