/** A picture of many rate maps. The published mosaic, pixel for pixel, is reference-mosaic.ts's. */
import type { ColourMapName } from "../colour-map.ts";
import { finiteRange, type Grid } from "../grid.ts";
import { formatSignificant } from "../text.ts";
import { writtenColourKey } from "./colour-key.ts";
import { type Heading, roomIn, stacked, withHeading } from "./compose.ts";
import { heatPixels } from "./heat-pixels.ts";
import { type Panel, placed, type Scene, type Shape, straight } from "./scene.ts";
import { signedText, textWidth } from "./text.ts";
import { ink, textSize } from "./theme.ts";

export interface RateMapTile {
  readonly unit: number;
  /** Not drawn when undefined. */
  readonly score?: number | undefined;
  readonly grid: Grid;
}

export interface RateMapFigureData {
  readonly tiles: readonly RateMapTile[];
  /** Sides of the box, m. */
  readonly arena: { readonly width: number; readonly height: number };
  /** In a row at most; default: a block a little wider than high. */
  readonly columns?: number | undefined;
}

/** Pixels of the longer side of a map: more where there are few. */
const [smallest, largest] = [104, 230] as const;
/** In a given width. */
const smallestFitted = 72;
const gap = 18;
/** Between number and score. */
const captionGap = 8;
const captionSize = 12;
const captionHeight = 32;
const narrowest = 480;

/** Rate maps in reading order, each with its number, score and peak, coloured from its lowest to its highest rate. */
export function rateMapFigure(
  data: RateMapFigureData,
  heading: Heading,
  colourMap: ColourMapName,
  width?: number,
): Scene {
  return withHeading(rateMapPanel(data, colourMap, roomIn(width)), heading, width);
}

/** @param room pixels of the width; by default as many as the maps take */
export function rateMapPanel(
  { tiles, arena, columns: most }: RateMapFigureData,
  colourMap: ColourMapName,
  room?: number,
): Panel {
  if (tiles.length === 0) throw new RangeError("no maps, no picture");
  const longer = Math.max(arena.width, arena.height);
  const { columns, size } = tilingOf(tiles, most ?? columnsFor(tiles.length), arena.width / longer, room);
  const [width, height] = [(size * arena.width) / longer, (size * arena.height) / longer];
  const tileWidth = Math.max(width, ...tiles.map(captionWidth));
  const pitch = height + captionHeight + gap - 6;
  const shapes = tiles.map((tile, i) => {
    const x = (i % columns) * (tileWidth + gap);
    const y = Math.floor(i / columns) * pitch;
    return placed(tilePanel(tile, { tileWidth, width, height }, colourMap), x, y);
  });
  const rows = Math.ceil(tiles.length / columns);
  const mosaic: Panel = {
    width: Math.max(Math.min(narrowest, room ?? narrowest), columns * (tileWidth + gap) - gap),
    height: rows * pitch - gap + 6,
    shapes,
  };
  const unvisited = tiles.some(({ grid }) => Array.from(grid.values).some(Number.isNaN));
  const key = writtenColourKey({ ...keyWords, colourMap, unvisited, room });
  const scale = scaleBar(arena.width, width);
  return stacked([mosaic, footOf(scale, key, mosaic.width)], 14);
}

const keyWords = { lowest: "lowest", highest: "peak activity (a. u.) of each" };

/** Up to four in one row, more in a block a little wider than high. */
const columnsFor = (count: number): number => (count <= 4 ? count : Math.ceil(Math.sqrt(1.2 * count)));

/** How many maps stand in a row, and the pixels of the longer side of each. @param share width over longer side */
function tilingOf(tiles: readonly RateMapTile[], most: number, share: number, room?: number) {
  const usual = Math.min(most, tiles.length);
  if (room === undefined) {
    return { columns: usual, size: Math.min(largest, Math.max(smallest, (narrowest + gap) / usual - gap)) };
  }
  const narrow = Math.max(smallestFitted * share, ...tiles.map(captionWidth));
  const columns = Math.max(1, Math.min(usual, Math.floor((room + gap) / (narrow + gap))));
  return { columns, size: Math.max(smallestFitted, ((room + gap) / columns - gap) / share) };
}

/** Scale at the left, colours at the right; below each other where there is no room. */
function footOf(scale: Panel, key: Panel, width: number): Panel {
  if (scale.width + 24 + key.width > width) return stacked([key, scale], 12);
  const shapes = [placed(scale, 0, 0), placed(key, width - key.width, 4)];
  return { width, height: scale.height, shapes };
}

/** Texts of a tile: its number at the left, its score at the right, its peak below. */
const captionsOf = ({ unit, score, grid }: RateMapTile) => ({
  number: `#${unit}`,
  scored: score === undefined ? undefined : signedText(score, 2),
  peak: `peak ${formatSignificant(finiteRange(grid.values)?.[1] ?? 0, 3)}`,
});

function captionWidth(tile: RateMapTile): number {
  const { number, scored, peak } = captionsOf(tile);
  const right = scored === undefined ? 0 : captionGap + textWidth(scored, captionSize);
  return Math.max(textWidth(number, captionSize, true) + right, textWidth(peak, textSize.small));
}

/** A map below its captions, which may be wider. */
function tilePanel(
  tile: RateMapTile,
  { tileWidth, width, height }: { tileWidth: number; width: number; height: number },
  map: ColourMapName,
): Panel {
  const { grid } = tile;
  const captions = captionsOf(tile);
  const range = finiteRange(grid.values) ?? ([0, 0] as const);
  const number = {
    kind: "text",
    x: 0,
    y: 11,
    text: captions.number,
    size: captionSize,
    bold: true,
    colour: ink.strong,
  } as const;
  const scored: Shape[] =
    captions.scored === undefined
      ? []
      : [
          {
            kind: "text",
            x: tileWidth,
            y: 11,
            text: captions.scored,
            anchor: "end",
            size: captionSize,
            colour: ink.strong,
          },
        ];
  const peak = {
    kind: "text",
    x: 0,
    y: 26,
    text: captions.peak,
    colour: ink.plain,
  } as const;
  const place = { x: 0, y: captionHeight, width, height };
  return {
    width: tileWidth,
    height: height + captionHeight,
    shapes: [
      number,
      ...scored,
      { ...peak, size: textSize.small },
      { kind: "image", ...place, pixels: heatPixels(grid, range, map) },
      { kind: "rectangle", ...place, stroke: { colour: ink.faint, width: 0.5 } },
    ],
  };
}

/** The width of a map in metres. */
function scaleBar(metres: number, width: number): Panel {
  const stroke = { colour: ink.plain, width: 1.5 };
  const text = `${Number(metres.toPrecision(3))} m`;
  return {
    width,
    height: 24,
    shapes: [
      straight([0, 4], [width, 4], stroke),
      straight([0, 0], [0, 8], stroke),
      straight([width, 0], [width, 8], stroke),
      { kind: "text", x: width / 2, y: 21, text, anchor: "middle", size: textSize.small, colour: ink.plain },
    ],
  };
}
