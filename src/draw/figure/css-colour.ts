/** Colours as CSS has them. */
import { colourMap } from "../colour-map.ts";
import type { Rgb } from "../paint.ts";

export const cssColour = (colour: Rgb): string =>
  `#${colour.map((level) => level.toString(16).padStart(2, "0")).join("")}`;

/** From blue at -1 to red at 1; beyond, the colour of the end. */
export const coolwarmOf = (value: number): string => cssColour(colourMap("coolwarm")((value + 1) / 2));
