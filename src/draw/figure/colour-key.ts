/** The key of a heat map in a picture. In a terminal it is colour-bar.ts's. */
import type { AnyColourMapName } from "../colour-map.ts";
import type { Range } from "../grid.ts";
import { beside, stacked } from "./compose.ts";
import { cssColour } from "./css-colour.ts";
import { colourStrip, unvisitedColour } from "./heat-pixels.ts";
import { scaleOf, tickLabels, ticksOf } from "./scale.ts";
import { type Panel, type Shape, straight } from "./scene.ts";
import { textWidth } from "./text.ts";
import { ink, textSize } from "./theme.ts";

export interface ColourKeyOptions {
  readonly range: Range;
  /** Quantity and unit. */
  readonly label: string;
  readonly colourMap: AnyColourMapName;
  readonly height: number;
}

const thickness = 12;
const lineHeight = 15;
const text = { kind: "text", size: textSize.small, colour: ink.plain } as const;
const rim = { colour: ink.faint, width: 0.5 };

/** An upright colour bar with ticks, its quantity written along it. */
export function colourKey({ range, label, colourMap, height }: ColourKeyOptions): Panel {
  const [lowest, highest] = range[1] > range[0] ? range : [range[0] - 0.5, range[0] + 0.5];
  const axis = { label, range: [lowest, highest] as const };
  const scale = scaleOf(axis, height);
  const ticks = ticksOf(axis, Math.max(2, Math.floor(height / 45)));
  const labels = tickLabels(ticks);
  const labelsEnd = thickness + 7 + Math.max(...labels.map((one) => textWidth(one, textSize.small)));
  const along = labelsEnd + 16;
  const fits = textWidth(label, textSize.label) <= height + 24;
  const names = fits ? [label] : label.split(/ (?=\()/);
  const shapes: Shape[] = [
    { kind: "image", x: 0, y: 0, width: thickness, height, pixels: colourStrip(colourMap, "up") },
    { kind: "rectangle", x: 0, y: 0, width: thickness, height, stroke: rim },
    ...ticks.flatMap((tick, i) => {
      const y = height - scale(tick);
      const mark = straight([thickness, y], [thickness + 3, y], { colour: ink.plain, width: 1 });
      return [mark, { ...text, x: thickness + 6, y: y + 4, text: labels[i]! }];
    }),
    ...names.map((name, i): Shape => {
      const place = { x: along + i * lineHeight, y: height / 2, text: name };
      return { ...text, ...place, anchor: "middle", upwards: true, size: textSize.label };
    }),
  ];
  return { width: along + (names.length - 1) * lineHeight + 4, height, shapes };
}

export interface WrittenKeyOptions {
  /** What stands left and right of the colours. */
  readonly lowest: string;
  readonly highest: string;
  readonly colourMap: AnyColourMapName;
  /** Adds the colour of the unvisited bins. */
  readonly unvisited?: boolean | undefined;
  /** Pixels there are for it: the bar is shorter and the colour of the unvisited bins below it where it must be. */
  readonly room?: number | undefined;
}

const [longestBar, shortestBar, unvisitedWidth] = [140, 30, 110];

/** A lying colour bar whose ends are words: for maps that each have a range of their own. */
export function writtenColourKey(options: WrittenKeyOptions): Panel {
  const { lowest, highest, colourMap, unvisited, room = Number.POSITIVE_INFINITY } = options;
  const start = textWidth(lowest, textSize.small) + 8;
  const words = start + 8 + textWidth(highest, textSize.small);
  const length = Math.max(shortestBar, Math.min(longestBar, room - words));
  const end = words + length;
  const bar = { x: start, y: 0, width: length, height: thickness };
  const shapes: Shape[] = [
    { ...text, x: 0, y: 10, text: lowest },
    { kind: "image", ...bar, pixels: colourStrip(colourMap, "right") },
    { kind: "rectangle", ...bar, stroke: rim },
    { ...text, x: start + length + 8, y: 10, text: highest },
  ];
  const panel: Panel = { width: end, height: thickness + 2, shapes };
  if (!unvisited) return panel;
  const holes = { width: unvisitedWidth - 20, height: thickness + 2, shapes: unvisitedKey(0) };
  return end + unvisitedWidth <= room ? beside([panel, holes], 20) : stacked([panel, holes], 6);
}

export const unvisitedKey = (x: number): Shape[] => [
  {
    kind: "rectangle",
    x,
    y: 0,
    width: thickness,
    height: thickness,
    fill: { colour: cssColour(unvisitedColour) },
    stroke: rim,
  },
  { ...text, x: x + thickness + 6, y: 10, text: "never visited" },
];
