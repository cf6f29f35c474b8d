/** The legend of a picture: which colour is what. Colour bars are colour-key.ts's. */
import { type MarkForm, markShape } from "./marks.ts";
import type { Panel, Shape } from "./scene.ts";
import { textWidth, wrapText } from "./text.ts";
import { ink, textSize } from "./theme.ts";

export interface Key {
  readonly label: string;
  readonly colour: string;
  /** A filled square, a line, which may be dashed, or what stands for a point. */
  readonly mark: "area" | "line" | "dashed" | "dotted" | "dot" | MarkForm;
}

const markWidth = 20;
const gap = 14;
const lineHeight = 18;

/** Keys in rows of at most `width` pixels; a longer one has a row of its own, and its words as many as they take. */
export function legend(keys: readonly Key[], width: number): Panel {
  const shapes: Shape[] = [];
  let x = 0;
  let row = 0;
  for (const key of keys) {
    const lines = wrapText(key.label, textSize.small, width - markWidth - 5);
    const needed = markWidth + 5 + Math.max(...lines.map((line) => textWidth(line, textSize.small)));
    if (x > 0 && x + needed > width) [x, row] = [0, row + 1];
    const middle = row * lineHeight + 9;
    const place = { x: x + markWidth + 5, y: middle + 4 };
    shapes.push(
      ...markOf(key, x, middle),
      ...lines.map(
        (text, i): Shape => ({
          ...{ kind: "text", x: place.x, y: place.y + i * lineHeight, text },
          ...{ size: textSize.small, colour: ink.plain },
        }),
      ),
    );
    row += lines.length - 1;
    x = lines.length > 1 ? width : x + needed + gap;
  }
  return { width, height: (row + 1) * lineHeight, shapes };
}

function markOf({ colour, mark }: Key, x: number, y: number): Shape[] {
  if (mark === "area") {
    const fill = { colour, opacity: 0.65 };
    return [{ kind: "rectangle", x: x + 4, y: y - 5, width: markWidth - 8, height: 10, fill }];
  }
  if (mark === "dot")
    return [{ kind: "ellipse", x: x + markWidth / 2, y, radiusX: 3, radiusY: 3, fill: { colour } }];
  if (mark === "line" || mark === "dashed" || mark === "dotted") {
    const line = [[x, y] as const, [x + markWidth, y] as const];
    return [{ kind: "lines", lines: [line], stroke: { colour, width: 2, dashes: dashesOf[mark] } }];
  }
  return markShape(mark, [x + markWidth / 2, y], 4.5, colour);
}

const dashesOf = { line: undefined, dashed: [4, 3], dotted: [1.5, 3] };
