/** From a drawing to the bytes of a picture, PNG or SVG. */
import { extname } from "node:path";
import { pngBytes } from "../../../draw/figure/png.ts";
import { rasterize } from "../../../draw/figure/raster.ts";
import type { Pixels, Scene } from "../../../draw/figure/scene.ts";
import { svgText } from "../../../draw/figure/svg-text.ts";
import { UserError } from "../../../user-error.ts";

/** A figure before it is a file: lines and texts of any size, or pixels that are meant as they are. */
export type Picture =
  | { readonly kind: "scene"; readonly scene: Scene }
  | { readonly kind: "pixels"; readonly title: string; readonly pixels: Pixels };

export const pictureFormats = ["png", "svg"] as const;
export type PictureFormat = (typeof pictureFormats)[number];

export interface PictureFile {
  readonly content: Uint8Array | string;
  /** Pixels; of an SVG the size at which it is shown when nothing else is said. */
  readonly width: number;
  readonly height: number;
}

/** PNGs of scenes have two pixels where the scene has one, for sharp print and screens. */
const defaultZoom = 2;
const largestWidth = 16_384;
const mostPixels = 1.5e8;

/** The format that a file name asks for. @throws UserError when it ends in neither .png nor .svg */
export function formatOf(path: string): PictureFormat {
  const extension = extname(path).slice(1).toLowerCase();
  const format = pictureFormats.find((candidate) => candidate === extension);
  if (format) return format;
  throw new UserError(
    `${path} ends in neither .png nor .svg`,
    "write: --out FILE.png for pixels, or --out FILE.svg for lines",
    2,
  );
}

/**
 * The content of the file: the same bytes for the same picture.
 * @param width pixels; by default twice that of a scene as PNG, once as SVG
 * @throws UserError for a PNG that is too large, or for a width given for a PNG of pixels that are meant as they are
 */
export async function pictureFile(
  picture: Picture,
  format: PictureFormat,
  width?: number,
): Promise<PictureFile> {
  if (picture.kind === "pixels" && format === "png") {
    const { width: own, height } = picture.pixels;
    if (width !== undefined && width !== own) {
      throw new UserError(
        `this picture is ${own} pixels wide, one pixel a bin, and not ${width}`,
        "leave out --width, or write an SVG",
        2,
      );
    }
    return { content: pngBytes(picture.pixels), width: own, height };
  }
  const scene = picture.kind === "scene" ? picture.scene : bare(picture.title, picture.pixels);
  if (format === "png") {
    const wide = width ?? defaultZoom * Math.ceil(scene.width);
    checkPixels(wide, Math.ceil((wide * scene.height) / scene.width));
    const { bytes, ...size } = await rasterize(svgText(scene), wide);
    return { content: bytes, ...size };
  }
  const shown = width ?? Math.ceil(scene.width);
  const height = Math.round((shown * scene.height) / scene.width);
  return { content: svgText(scene, { width: shown }), width: shown, height };
}

/** Refuses what would take gigabytes to draw. */
function checkPixels(width: number, height: number): void {
  if (width <= largestWidth && width * height <= mostPixels) return;
  throw new UserError(
    `the picture would have ${width} x ${height} pixels`,
    `give a smaller --width, or write an SVG`,
    2,
  );
}

/** Nothing but the pixels, in a scene of their size. */
function bare(title: string, pixels: Pixels): Scene {
  const { width, height } = pixels;
  return { title, width, height, shapes: [{ kind: "image", x: 0, y: 0, width, height, pixels }] };
}
