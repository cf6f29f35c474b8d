/** Marks of points whose colour says something else than their kind. */
import type { Point, Shape } from "./scene.ts";
import { ink } from "./theme.ts";

export type MarkForm = "circle" | "triangle" | "square" | "cross" | "diamond";

/** Thinner around smaller marks: thousands would be black otherwise. */
const rimOf = (size: number): number => Math.min(0.7, 0.13 * size);
/** Of the half width, so that all seem equally large. */
const reach = { circle: 1, triangle: 1.15, square: 0.88, cross: 0.85, diamond: 1.2 };

/** @param size half the width of a circle, in pixels */
export function markShape(form: MarkForm, [x, y]: Point, size: number, colour: string): Shape[] {
  const r = size * reach[form];
  const fill = { colour };
  const rim = { colour: ink.strong, width: rimOf(size) };
  const polygon = (...corners: Point[]): Shape[] => {
    const points = corners.map(([dx, dy]): Point => [x + r * dx, y + r * dy]);
    return [{ kind: "lines", lines: [[...points, points[0]!]], fill, stroke: rim }];
  };
  switch (form) {
    case "circle":
      return [{ kind: "ellipse", x, y, radiusX: r, radiusY: r, fill, stroke: rim }];
    case "triangle":
      return polygon([0, -1], [0.9, 0.75], [-0.9, 0.75]);
    case "square":
      return polygon([-1, -1], [1, -1], [1, 1], [-1, 1]);
    case "diamond":
      return polygon([0, -1], [0.8, 0], [0, 1], [-0.8, 0]);
    case "cross":
      return crossed([x, y], r, colour, 1.6 * rimOf(size));
  }
}

/** With a dark rim as well, for light colours on white. */
function crossed([x, y]: Point, r: number, colour: string, rim: number): Shape[] {
  const lines: Point[][] = [
    [
      [x - r, y - r],
      [x + r, y + r],
    ],
    [
      [x - r, y + r],
      [x + r, y - r],
    ],
  ];
  const width = Math.max(1, 0.5 * r);
  return [
    { kind: "lines", lines, stroke: { colour: ink.strong, width: width + rim } },
    { kind: "lines", lines, stroke: { colour, width } },
  ];
}
