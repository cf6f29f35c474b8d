/** From SVG to PNG, by resvg. Pixels that are there already become PNG in png.ts. */
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import { boldFont, fontBytes, regularFont } from "./fonts.ts";
import type { Pixels } from "./scene.ts";
import { fontFamily } from "./theme.ts";

/** A PNG file and its size in pixels. */
export interface Png {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
}

const module = "@resvg/resvg-wasm/index_bg.wasm";

type Rendered = ReturnType<InstanceType<typeof Resvg>["render"]>;

let fonts: Promise<Uint8Array[]> | undefined;

/**
 * Draws an SVG document as a PNG, with fonts that come along: the same bytes on every run, whatever the machine has installed.
 * @param width pixels
 */
export const rasterize = (svg: string, width: number): Promise<Png> =>
  rendered(svg, width, (image) => ({ bytes: image.asPng(), width: image.width, height: image.height }));

/** The same as pixels. */
export const rasterPixels = (svg: string, width: number): Promise<Pixels> =>
  rendered(svg, width, ({ pixels, width, height }) => ({ data: pixels, width, height }));

async function rendered<T>(svg: string, width: number, read: (image: Rendered) => T): Promise<T> {
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
      return read(image);
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
