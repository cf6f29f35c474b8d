/** From a drawing to the bytes of a picture: PNG, SVG or PDF. How large it is, picture-size.ts says. */
import { pdfBytes } from "../../../draw/figure/pdf.ts";
import { pngBytes, withResolution } from "../../../draw/figure/png.ts";
import { millimetresOf, millimetresPerInch, pointsPerPixel } from "../../../draw/figure/print-size.ts";
import { rasterize } from "../../../draw/figure/raster.ts";
import type { Pixels, Scene } from "../../../draw/figure/scene.ts";
import { svgText } from "../../../draw/figure/svg-text.ts";
import { printable } from "../../../printable.ts";
import { UserError } from "../../../user-error.ts";
import type { Picture, PictureFormat } from "./picture.ts";
import { checkPixels, fontSizeOf, type PictureChoices, sceneOf } from "./picture-size.ts";

export interface PictureFile {
  readonly content: Uint8Array | string;
  /** Pixels; of an SVG those at which it is shown when nothing else is said; of a PDF points. */
  readonly width: number;
  readonly height: number;
  /** On paper. */
  readonly millimetres: readonly [width: number, height: number];
}

/** PNGs of scenes have two pixels where the scene has one, for sharp screens. */
const zoom = 2;
const screenPixelsPerInch = 96;
/** Of a PNG whose width on paper is given. */
const printPixelsPerInch = 300;

/**
 * The content of the file: the same bytes for the same picture and choices.
 * @throws UserError for a PNG that is too large, for letters that do not fit, or for a width given for a PNG of pixels that
 * are meant as they are
 */
export async function pictureFile(
  picture: Picture,
  format: PictureFormat,
  choices: PictureChoices,
): Promise<PictureFile> {
  if (picture.kind === "pixels" && format === "png") return pixelFile(picture.pixels, choices);
  const scene = sceneOf(picture, choices);
  const fontSize = scaleOf(picture, scene, choices);
  const millimetres = [millimetresOf(scene.width, fontSize), millimetresOf(scene.height, fontSize)] as const;
  if (format === "pdf") {
    const scale = pointsPerPixel(fontSize);
    const [width, height] = [scene.width * scale, scene.height * scale].map(Math.round);
    return { content: await pdfBytes(scene, scale), width: width!, height: height!, millimetres };
  }
  const inches = millimetres[0] / millimetresPerInch;
  const onPaper = choices.widthMm !== undefined || choices.fontSize !== undefined;
  if (format === "png") {
    const usual = choices.widthMm === undefined ? zoom * screenPixelsPerInch : printPixelsPerInch;
    const wide = choices.width ?? (onPaper ? Math.round(inches * usual) : zoom * Math.ceil(scene.width));
    checkPixels(wide, Math.ceil((wide * scene.height) / scene.width));
    const { bytes, ...size } = await rasterize(svgText(scene), wide);
    return { content: withResolution(bytes, (1000 * size.width) / millimetres[0]), ...size, millimetres };
  }
  const shown = choices.width ?? Math.ceil(inches * screenPixelsPerInch - 1e-6);
  const height = Math.round((shown * scene.height) / scene.width);
  const content = onPaper
    ? svgText(scene, { width: millimetres[0], unit: "mm" })
    : svgText(scene, { width: shown });
  return { content, width: shown, height, millimetres };
}

/** Font size at which the scene has the wanted width: of pixels there are no letters to go by. */
function scaleOf(picture: Picture, scene: Scene, choices: PictureChoices): number {
  if (picture.kind === "scene" || choices.widthMm === undefined) return fontSizeOf(choices);
  return (fontSizeOf(choices) * choices.widthMm) / millimetresOf(scene.width, fontSizeOf(choices));
}

/** One pixel a bin, whatever size they have on paper. */
function pixelFile(pixels: Pixels, { width, widthMm }: PictureChoices): PictureFile {
  const { width: own, height } = pixels;
  if (width !== undefined && width !== own) {
    throw new UserError(
      `this picture is ${own} pixels wide, one pixel a bin, and not ${width}`,
      "leave out --width, or write an SVG",
      2,
    );
  }
  const bytes = pngBytes(pixels);
  const wide = widthMm ?? (own / screenPixelsPerInch) * millimetresPerInch;
  const content = widthMm === undefined ? bytes : withResolution(bytes, (1000 * own) / widthMm);
  return { content, width: own, height, millimetres: [wide, (wide * height) / own] };
}

/** "maps.png  960 x 640", or its size on paper. */
export function pictureLine(
  out: string,
  format: PictureFormat,
  { width, height, millimetres }: Omit<PictureFile, "content">,
  { widthMm, fontSize }: PictureChoices,
): string {
  const onPaper = format === "pdf" || widthMm !== undefined || fontSize !== undefined;
  const paper = millimetres.map((side) => Number(side.toFixed(1))).join(" x ");
  const sizes = [
    ...(onPaper ? [`${paper} mm`] : []),
    ...(format === "png" || !onPaper ? [`${width} x ${height}`] : []),
  ];
  return `${printable(out)}  ${sizes.join(", ")}`;
}
