/** The ring in which a unit has its best hexagonal score, drawn over its autocorrelogram. */
import type { Units } from "./units.ts";

const namespace = "http://www.w3.org/2000/svg";

/**
 * Two ellipses in a drawing that spans what the autocorrelogram spans, -1 to 1 around its middle; none for a unit without score.
 * @param drawing with the view box 0 0 2 2
 */
export function drawRing(
  drawing: Element,
  { rows, columns, ring }: Pick<Units, "rows" | "columns" | "ring">,
  unit: number,
): void {
  const radii = ring(unit) ?? [];
  // A pixel is one bin: the middle one and rows - 1 to each side.
  const [x, y] = [(2 * columns) / (2 * columns - 1), (2 * rows) / (2 * rows - 1)];
  const edges = radii.flatMap((radius) =>
    ["under", "over"].map((layer) => {
      const edge = document.createElementNS(namespace, "ellipse");
      const attributes = { class: layer, cx: 1, cy: 1, rx: radius * x, ry: radius * y };
      for (const [name, value] of Object.entries(attributes)) edge.setAttribute(name, String(value));
      return edge;
    }),
  );
  drawing.replaceChildren(...edges);
}
