/** Panels put together, and what makes a picture of them: heading and margin. */
import { type Panel, placed, type Scene, type Shape } from "./scene.ts";
import { textWidth, wrapText } from "./text.ts";
import { ink, margin, textSize } from "./theme.ts";

export interface Heading {
  readonly title: string;
  /** The title is left to the text around the picture. */
  readonly untitled?: boolean | undefined;
  /** What belongs beside the numbers: scorer, bins, null, samples. */
  readonly subtitle?: string | undefined;
}

/** A part of a picture, drawn into at most that many pixels; without a width as large as it likes to be. */
export type Part = (width?: number) => Panel;

/** Size of a panel, in pixels. */
export interface PanelSize {
  readonly width: number;
  readonly height: number;
}

/** A panel of that shape in another width. */
export const inWidth = (size: PanelSize, width = size.width): PanelSize => ({
  width,
  height: (size.height * width) / size.width,
});

const gap = 18;
/** Around a picture whose width is given: a page has margins of its own. */
const narrowMargin = 6;

/** What is left between the margins of a picture of that width. */
export const roomIn = (width: number | undefined): number | undefined =>
  width === undefined ? undefined : width - 2 * narrowMargin;

/**
 * Parts side by side, and where the room is given, in as many rows as leave each part `least` pixels.
 * @param room pixels for all; undefined: one row, each part as large as it likes to be
 */
export function arranged(
  parts: readonly Part[],
  room: number | undefined,
  least: number,
  space = gap,
): Panel {
  if (room === undefined)
    return beside(
      parts.map((part) => part()),
      space,
    );
  const fitting = Math.max(1, Math.floor((room + space) / (least + space)));
  const rows = Math.ceil(parts.length / fitting);
  const columns = Math.ceil(parts.length / rows);
  const width = Math.max(tightest * least, (room + space) / columns - space);
  return stacked(
    Array.from({ length: rows }, (_, row) =>
      beside(
        parts.slice(row * columns, (row + 1) * columns).map((part) => part(width)),
        space,
      ),
    ),
  );
}

/** Of the least width of a part, where there is no room for one: narrower ones cannot be read. */
const tightest = 0.7;
const rounds = 4;
const smallestSide = 60;

/**
 * A panel whose width follows from a size that it is drawn with, in a given width.
 * @param standard the size when no width is given @param slope pixels of the width for each of the size
 */
export function fitted(
  make: (size: number) => Panel,
  width: number | undefined,
  standard: number,
  slope = 1,
): Panel {
  let size = standard;
  let panel = make(size);
  if (width === undefined) return panel;
  // Ticks come and go with the size, and their labels take room: at last it only shrinks.
  for (let round = 0; round < rounds || (panel.width > width + 0.1 && size > smallestSide); round++) {
    const missing = width - panel.width;
    size = Math.max(smallestSide, size + (round < rounds ? missing : Math.min(missing, -0.1)) / slope);
    panel = make(size);
  }
  return panel;
}

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

/** A line of text above a part of a picture. */
export const textPanel = (text: string): Panel => ({
  width: textWidth(text, textSize.label, true),
  height: 16,
  shapes: [{ kind: "text", x: 0, y: 12, text, size: textSize.label, bold: true, colour: ink.strong }],
});

/**
 * The finished picture: heading, panel, and a margin around both.
 * @param width of the picture, when it is given; it is wider where the panel is
 */
export function withHeading(panel: Panel, { title, subtitle, untitled }: Heading, width?: number): Scene {
  const edge = width === undefined ? margin : narrowMargin;
  const room = Math.max(panel.width, roomIn(width) ?? 0);
  const titles = untitled ? [] : wrapText(title, textSize.title, room, true);
  const subtitles = subtitle === undefined ? [] : wrapText(subtitle, textSize.small, room);
  const shapes: Shape[] = [];
  let y = edge - 4;
  for (const text of titles) {
    y += 20;
    const place = { x: edge, y: y - 6, text } as const;
    shapes.push({ kind: "text", ...place, size: textSize.title, bold: true, colour: ink.strong });
  }
  for (const text of subtitles) {
    y += 16;
    shapes.push({ kind: "text", x: edge, y: y - 4, text, size: textSize.small, colour: ink.plain });
  }
  y += 10;
  return {
    title,
    width: room + 2 * edge,
    height: Math.ceil(y + panel.height + Math.max(0, edge - 6)),
    shapes: [...shapes, placed(panel, edge, y)],
  };
}

/** The picture without a heading, for a page that has its own. */
export const withMargin = (panel: Panel, title: string): Scene => ({
  title,
  width: panel.width + 16,
  height: panel.height + 16,
  shapes: [placed(panel, 8, 8)],
});
