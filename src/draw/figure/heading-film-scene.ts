/** One frame of a film over heading: the maps of all units at one heading, on one scale, and a hand that shows it. */
import type { ColourMapName } from "../colour-map.ts";
import type { Grid, Range } from "../grid.ts";
import { writtenColourKey } from "./colour-key.ts";
import { stacked } from "./compose.ts";
import { heatPixels } from "./heat-pixels.ts";
import { type Panel, placed, type Scene, type Shape, straight } from "./scene.ts";
import { signedText, wrapText } from "./text.ts";
import { dataColour, ink, margin, textSize } from "./theme.ts";

export interface HeadingStill {
  readonly title: string;
  /** What the maps are of: the same in all frames. */
  readonly caption: string;
  /** Middle of the sector, rad, 0 to the right. */
  readonly heading: number;
  readonly maps: readonly Grid[];
  /** Lowest and highest rate of all frames. */
  readonly range: Range;
  /** Sides of the box, m. */
  readonly arena: { readonly width: number; readonly height: number };
}

/** Pixels: three for each of 20 bins. */
const mapSide = 60;
const gap = 6;
const dial = 44;
const mostColumns = 8;

/** Of the same size for all stills of a film. */
export function headingFilmScene(still: HeadingStill, colourMap: ColourMapName): Scene {
  const { maps, range, arena, title } = still;
  const longer = Math.max(arena.width, arena.height);
  const [width, height] = [(mapSide * arena.width) / longer, (mapSide * arena.height) / longer];
  const columns = mostColumns;
  const room = columns * (mapSide + gap) - gap;
  const shapes = maps.map((grid, i): Shape => {
    const [x, y] = [(i % columns) * (mapSide + gap), Math.floor(i / columns) * (height + gap)];
    return { kind: "image", x, y, width, height, pixels: heatPixels(grid, range, colourMap) };
  });
  const mosaic = { width: room, height: Math.ceil(maps.length / columns) * (height + gap) - gap, shapes };
  const [lowest, highest] = range.map((rate) => signedText(rate, 2));
  const key = { lowest: lowest!, highest: `${highest} (a. u.) in all frames`, colourMap };
  const all = stacked([headOf(still, room), mosaic, writtenColourKey({ ...key, unvisited: true, room })], 10);
  return {
    title,
    width: room + 2 * margin,
    height: Math.ceil(all.height + 2 * margin - 6),
    shapes: [placed(all, margin, margin - 4)],
  };
}

/** Title and caption at the left, the dial at the right. */
function headOf({ title, caption, heading }: HeadingStill, room: number): Panel {
  const lines = wrapText(caption, textSize.small, room - dial - 16);
  const [x, y, radius] = [room - dial / 2, dial / 2 + 1, dial / 2 - 2];
  const tip = [x + radius * Math.cos(heading), y - radius * Math.sin(heading)] as const;
  const shapes: Shape[] = [
    { kind: "text", x: 0, y: 14, text: title, size: textSize.title, bold: true, colour: ink.strong },
    ...lines.map(
      (text, i): Shape => ({
        ...{ kind: "text", x: 0, y: 32 + 15 * i, text, size: textSize.small, colour: ink.plain },
      }),
    ),
    { kind: "ellipse", x, y, radiusX: radius, radiusY: radius, stroke: { colour: ink.faint, width: 1 } },
    straight([x, y], tip, { colour: dataColour.second, width: 2.5 }),
    {
      kind: "ellipse",
      x: tip[0],
      y: tip[1],
      radiusX: 3.5,
      radiusY: 3.5,
      fill: { colour: dataColour.second },
    },
  ];
  return { width: room, height: Math.max(dial + 4, 24 + 15 * lines.length), shapes };
}
