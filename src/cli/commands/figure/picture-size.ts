/** How large a picture is, and with which letters: what a user may choose of it. */
import type { Heading } from "../../../draw/figure/compose.ts";
import { millimetresOf, pixelsIn, usualFontSize } from "../../../draw/figure/print-size.ts";
import type { Scene } from "../../../draw/figure/scene.ts";
import { UserError } from "../../../user-error.ts";
import type { FlagTable, FlagValues } from "../../frame/flags.ts";
import type { Picture, PictureFormat } from "./picture.ts";

/** Of every command that writes a picture. */
export const pictureFlags = {
  width: { type: "integer", placeholder: "PX", help: "width in pixels", minimum: 100 },
  widthMm: {
    type: "number",
    placeholder: "MM",
    help: "width on paper; a column is 85, a page 180",
    minimum: 10,
    maximum: 2000,
  },
  fontSize: {
    type: "number",
    placeholder: "PT",
    help: "of the axes (default 9; 7 with --width-mm)",
    minimum: 3,
    maximum: 72,
  },
  title: { type: "string", placeholder: "TEXT", help: "another title, or none" },
} as const satisfies FlagTable;

export type PictureChoices = FlagValues<typeof pictureFlags>;

const printedFontSize = 7;
const largestWidth = 16_384;
const mostPixels = 1.5e8;

/** Of the names of axes, pt. */
export const fontSizeOf = ({ fontSize, widthMm }: PictureChoices): number =>
  fontSize ?? (widthMm === undefined ? usualFontSize : printedFontSize);

/** @throws UserError when sizes are given that the format does not have, or that contradict each other */
export function checkSize(format: PictureFormat, { width, widthMm, fontSize }: PictureChoices): void {
  if (width === undefined || format === "png") return;
  if (format === "pdf") {
    throw new UserError("a PDF has no --width in pixels", "give --width-mm, or write a PNG", 2);
  }
  if (widthMm !== undefined || fontSize !== undefined) {
    const other = widthMm === undefined ? "--font-size" : "--width-mm";
    throw new UserError(`of an SVG --width and ${other} contradict each other`, "leave out one of them", 2);
  }
}

/**
 * The picture laid out for the wanted width, with the wanted title.
 * @throws UserError when letters of that size do not fit into it
 */
export function sceneOf(picture: Picture, choices: PictureChoices): Scene {
  if (picture.kind === "pixels") {
    const { pixels, title } = picture;
    const { width, height } = pixels;
    return { title, width, height, shapes: [{ kind: "image", x: 0, y: 0, width, height, pixels }] };
  }
  const heading = titled(picture.heading, choices.title);
  const { widthMm } = choices;
  if (widthMm === undefined) return picture.draw(heading);
  const fontSize = fontSizeOf(choices);
  const width = pixelsIn(widthMm, fontSize);
  const scene = picture.draw(heading, width);
  if (scene.width <= width + 0.5) return { ...scene, width };
  const least = Math.ceil(millimetresOf(scene.width, fontSize));
  throw new UserError(
    `with letters of ${fontSize} pt the picture does not fit into ${widthMm} mm`,
    `give --width-mm ${least}, or a smaller --font-size`,
    2,
  );
}

function titled(heading: Heading, title: string | undefined): Heading {
  if (title === undefined) return heading;
  return title === "none" ? { ...heading, untitled: true } : { ...heading, title };
}

/** Refuses what would take gigabytes to draw. @throws UserError */
export function checkPixels(width: number, height: number): void {
  if (width <= largestWidth && width * height <= mostPixels) return;
  throw new UserError(
    `the picture would have ${width} x ${height} pixels`,
    `give a smaller --width, or write an SVG`,
    2,
  );
}
