/** Panels put together, and what makes a picture of them: heading and margin. */
import { type Panel, placed, type Scene, type Shape } from "./scene.ts";
import { wrapText } from "./text.ts";
import { ink, margin, textSize } from "./theme.ts";

export interface Heading {
  readonly title: string;
  /** What belongs beside the numbers: scorer, bins, null, samples. */
  readonly subtitle?: string | undefined;
}

const gap = 18;

/** Panels side by side, tops aligned. */
export function beside(panels: readonly Panel[], space = gap): Panel {
  let x = 0;
  const shapes = panels.map((panel) => {
    const shape = placed(panel, x, 0);
    x += panel.width + space;
    return shape;
  });
  return { width: x - space, height: Math.max(...panels.map(({ height }) => height)), shapes };
}

/** Panels below each other, left edges aligned. */
export function stacked(panels: readonly Panel[], space = gap): Panel {
  let y = 0;
  const shapes = panels.map((panel) => {
    const shape = placed(panel, 0, y);
    y += panel.height + space;
    return shape;
  });
  return { width: Math.max(...panels.map(({ width }) => width)), height: y - space, shapes };
}

/** The finished picture: heading, panel, and a margin around both. */
export function withHeading(panel: Panel, { title, subtitle }: Heading): Scene {
  const titles = wrapText(title, textSize.title, panel.width, true);
  const subtitles = subtitle === undefined ? [] : wrapText(subtitle, textSize.small, panel.width);
  const shapes: Shape[] = [];
  let y = margin - 4;
  for (const text of titles) {
    y += 20;
    shapes.push({
      kind: "text",
      x: margin,
      y: y - 6,
      text,
      size: textSize.title,
      bold: true,
      colour: ink.strong,
    });
  }
  for (const text of subtitles) {
    y += 16;
    shapes.push({ kind: "text", x: margin, y: y - 4, text, size: textSize.small, colour: ink.plain });
  }
  y += 10;
  return {
    title,
    width: panel.width + 2 * margin,
    height: Math.ceil(y + panel.height + margin - 6),
    shapes: [...shapes, placed(panel, margin, y)],
  };
}

/** The picture without a heading, for a page that has its own. */
export const withMargin = (panel: Panel, title: string): Scene => ({
  title,
  width: panel.width + 16,
  height: panel.height + 16,
  shapes: [placed(panel, 8, 8)],
});
