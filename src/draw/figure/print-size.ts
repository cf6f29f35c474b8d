/** From the pixels of a scene to paper. How large a picture is follows from how large its letters are to be. */
import { textSize } from "./theme.ts";

export const pointsPerInch = 72;
export const millimetresPerInch = 25.4;

/** Of the names of axes, pt, when nothing is said: a pixel of a scene is then 1/96 inch, as in browsers. */
export const usualFontSize = 9;

/** Points that a pixel of a scene takes. @param fontSize of the names of axes, pt */
export const pointsPerPixel = (fontSize: number): number => fontSize / textSize.label;

/** Pixels of a scene that fill a width on paper. @param fontSize of the names of axes, pt */
export const pixelsIn = (millimetres: number, fontSize: number): number =>
  ((millimetres / millimetresPerInch) * pointsPerInch) / pointsPerPixel(fontSize);

/** What pixels of a scene take on paper. @param fontSize of the names of axes, pt */
export const millimetresOf = (pixels: number, fontSize: number): number =>
  ((pixels * pointsPerPixel(fontSize)) / pointsPerInch) * millimetresPerInch;
