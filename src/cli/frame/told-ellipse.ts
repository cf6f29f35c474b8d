/** An ellipse that was undone before a map was scored, in answers. */
import type { Ellipse } from "../../analyse/ellipse.ts";

const degreesOf = ({ direction }: Ellipse): number => (direction * 180) / Math.PI;

/** For JSON: major over minor axis, and the direction of the major one. */
export const toldEllipse = (ellipse: Ellipse | null) =>
  ellipse && { aspectRatio: ellipse.ellipticity, directionDegrees: degreesOf(ellipse) };

/** "1.24 at 37°": major over minor axis, and the direction of the major one. */
export const showEllipse = (ellipse: Ellipse): string =>
  `${ellipse.ellipticity.toFixed(2)} at ${degreesOf(ellipse).toFixed(0)}°`;
