/** Where the parts of a drawn picture lie. */
import type { Shape } from "../../src/draw/figure/scene.ts";
import { textWidth } from "../../src/draw/figure/text.ts";

/** Right and lower edge of what is drawn. */
export function extentOf(shapes: readonly Shape[]): [x: number, y: number] {
  const ends = shapes.map((shape): [number, number] => {
    switch (shape.kind) {
      case "lines": {
        const points = shape.lines.flat();
        return [Math.max(0, ...points.map(([x]) => x)), Math.max(0, ...points.map(([, y]) => y))];
      }
      case "ellipse":
        return [shape.x + shape.radiusX, shape.y + shape.radiusY];
      case "text": {
        const width = shape.upwards ? 0 : textWidth(shape.text, shape.size, shape.bold);
        return [shape.x + width * { start: 1, middle: 0.5, end: 0 }[shape.anchor ?? "start"], shape.y];
      }
      case "group": {
        const inside = shape.clip ? [shape.clip.width, shape.clip.height] : extentOf(shape.shapes);
        return [shape.x + inside[0]!, shape.y + inside[1]!];
      }
      default:
        return [shape.x + shape.width, shape.y + shape.height];
    }
  });
  return [Math.max(0, ...ends.map(([x]) => x)), Math.max(0, ...ends.map(([, y]) => y))];
}

export interface PlacedText {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** All texts with the boxes of their letters. */
export function textsOf(shapes: readonly Shape[], x = 0, y = 0): PlacedText[] {
  return shapes.flatMap((shape): PlacedText[] => {
    if (shape.kind === "group") return textsOf(shape.shapes, x + shape.x, y + shape.y);
    if (shape.kind !== "text" || shape.text === "") return [];
    const length = textWidth(shape.text, shape.size, shape.bold);
    const before = length * { start: 0, middle: 0.5, end: 1 }[shape.anchor ?? "start"];
    const height = 0.73 * shape.size;
    const [left, base] = [x + shape.x, y + shape.y];
    return shape.upwards
      ? [
          {
            ...{ text: shape.text, left: left - height, right: left },
            ...{ top: base + before - length, bottom: base + before },
          },
        ]
      : [
          {
            ...{ text: shape.text, left: left - before, right: left - before + length },
            ...{ top: base - height, bottom: base },
          },
        ];
  });
}

/** Pairs of texts that run into each other: "one | other". */
export function overlaps(shapes: readonly Shape[]): string[] {
  const texts = textsOf(shapes);
  return texts.flatMap((one, i) =>
    texts
      .slice(i + 1)
      .filter(
        (other) =>
          one.left < other.right - 0.5 &&
          other.left < one.right - 0.5 &&
          one.top < other.bottom - 0.5 &&
          other.top < one.bottom - 0.5,
      )
      .map((other) => `${one.text} | ${other.text}`),
  );
}
