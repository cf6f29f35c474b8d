/** A picture of all maps in rows, and below them, in the same order, of their autocorrelograms. Neither is computed or sorted here. */
import type { ColourMapName } from "../colour-map.ts";
import { finiteRange, type Grid, type Range } from "../grid.ts";
import { writtenColourKey } from "./colour-key.ts";
import { type Heading, roomIn, stacked, textPanel, withHeading } from "./compose.ts";
import { heatPixels } from "./heat-pixels.ts";
import { type Panel, type Pixels, placed, type Scene, type Shape } from "./scene.ts";
import { textWidth } from "./text.ts";
import { ink, textSize } from "./theme.ts";

export interface SheetUnit {
  /** Stands above its map, and above its autocorrelogram. */
  readonly caption: string;
  readonly rateMap: Grid;
  /** Undefined: the sheet has rate maps only. */
  readonly autocorrelogram?: Grid | undefined;
  /** Inner and outer radius of the ring to draw, as shares of the sides of the box. */
  readonly ring?: readonly [inner: number, outer: number] | undefined;
}

export interface MapSheetData {
  readonly units: readonly SheetUnit[];
  /** Sides of the box, m. */
  readonly arena: { readonly width: number; readonly height: number };
  /** As the published figures have it: x downwards and y to the right, each autocorrelogram in a range of its own, black rings. */
  readonly published: boolean;
}

const mostColumns = 16;
const gap = 8;
const captionHeight = 15;
/** Pixels of the longer side of a map. */
const standard = 72;
const smallest = 40;
const narrowest = 480;

/** Rows of 16 maps, or of as many as fit a given width. */
export function mapSheetFigure(
  data: MapSheetData,
  heading: Heading,
  colourMap: ColourMapName,
  width?: number,
): Scene {
  const { units, published } = data;
  const tiling = tilingOf(data, roomIn(width));
  const rates = units.map(({ rateMap, caption }) => {
    const grid = turned(rateMap, published);
    return { caption, pixels: heatPixels(grid, finiteRange(grid.values) ?? [0, 0], colourMap), over: [] };
  });
  const unvisited = units.some(({ rateMap }) => Array.from(rateMap.values).some(Number.isNaN));
  const key = { lowest: "lowest", highest: "highest rate of each", colourMap, room: roomIn(width) };
  const correlations = units.flatMap(({ autocorrelogram, rateMap, ring, caption }) =>
    autocorrelogram
      ? [
          {
            caption,
            pixels: correlationPixels(autocorrelogram, rateMap, published, colourMap),
            over: ring ? ringOf(ring, rateMap, tiling, published) : [],
          },
        ]
      : [],
  );
  const shifts: Panel[] = [
    textPanel("Autocorrelograms"),
    tilesPanel(correlations, tiling),
    writtenColourKey({
      ...key,
      ...(published ? { highest: "highest of each" } : { lowest: "−1", highest: "correlation 1" }),
    }),
  ];
  const parts = [
    tilesPanel(rates, tiling),
    writtenColourKey({ ...key, unvisited }),
    ...(correlations.length > 0 ? shifts : []),
  ];
  return withHeading(stacked(parts, 12), heading, width);
}

interface Tiling {
  readonly columns: number;
  /** Of a map, and from the left edge of one to that of the next. */
  readonly width: number;
  readonly height: number;
  readonly pitch: number;
}

function tilingOf({ units, arena, published }: MapSheetData, room: number | undefined): Tiling {
  const [across, up] = published ? [arena.height, arena.width] : [arena.width, arena.height];
  const share = across / Math.max(across, up);
  const caption = Math.max(...units.map(({ caption }) => textWidth(caption, textSize.small)));
  const least = Math.max(smallest * share, caption);
  const fitting = room === undefined ? mostColumns : Math.max(1, Math.floor((room + gap) / (least + gap)));
  const columns = Math.min(mostColumns, units.length, fitting);
  const pitch =
    room === undefined
      ? Math.max(standard * share, caption, columns < mostColumns ? narrowest / mostColumns : 0) + gap
      : Math.min((room + gap) / columns, 3 * standard);
  const width = Math.min(pitch - gap, room === undefined ? standard * share : pitch - gap);
  return { columns, width, height: (width * up) / across, pitch };
}

interface Tile {
  readonly caption: string;
  readonly pixels: Pixels;
  readonly over: readonly Shape[];
}

function tilesPanel(tiles: readonly Tile[], { columns, width, height, pitch }: Tiling): Panel {
  const down = captionHeight + height + gap;
  const text = { kind: "text", x: 0, y: 11, size: textSize.small, colour: ink.strong } as const;
  const shapes = tiles.map(({ caption, pixels, over }, i) => {
    const map: Shape = {
      ...{ kind: "group", x: 0, y: captionHeight, clip: { width, height } },
      shapes: [{ kind: "image", x: 0, y: 0, width, height, pixels }, ...over],
    };
    const tile = { width, height: down, shapes: [{ ...text, text: caption }, map] };
    return placed(tile, (i % columns) * pitch, Math.floor(i / columns) * down);
  });
  return { width: columns * pitch - gap, height: Math.ceil(tiles.length / columns) * down - gap, shapes };
}

/** Shifts as far as the map is wide; nothing beyond, where few bins overlap. */
function correlationPixels(grid: Grid, map: Grid, published: boolean, colourMap: ColourMapName): Pixels {
  const { rows, columns } = grid;
  const inside = (row: number, column: number) =>
    Math.hypot((row - (rows - 1) / 2) / map.rows, (column - (columns - 1) / 2) / map.columns) <= 1;
  const values = Float64Array.from(grid.values, (value, i) =>
    inside(Math.floor(i / columns), i % columns) ? value : Number.NaN,
  );
  const shown = turned({ values, rows, columns }, published);
  const range: Range = published ? (finiteRange(values) ?? [0, 0]) : [-1, 1];
  const pixels = heatPixels(shown, range, colourMap);
  for (let i = 0; i < rows * columns; i++) {
    const row = shown.rows - 1 - Math.floor(i / shown.columns);
    const value = shown.values[row * shown.columns + (i % shown.columns)]!;
    if (Number.isNaN(value)) pixels.data.fill(0, 4 * i, 4 * i + 4);
  }
  return pixels;
}

/** With x downwards and y to the right, if that is wanted. */
function turned(grid: Grid, xDownwards: boolean): Grid {
  if (!xDownwards) return grid;
  const [rows, columns] = [grid.columns, grid.rows];
  const values = Float64Array.from({ length: rows * columns }, (_, i) => {
    const [x, y] = [rows - 1 - Math.floor(i / columns), i % columns];
    return grid.values[y * grid.columns + x]!;
  });
  return { values, rows, columns };
}

/** On its autocorrelogram, one pixel of which is one bin. */
function ringOf(
  ring: readonly [number, number],
  { rows, columns }: Grid,
  { width, height }: Tiling,
  published: boolean,
): Shape[] {
  const [down, across] = published ? [columns, rows] : [rows, columns];
  return ring.flatMap((share): Shape[] => {
    const circle = {
      kind: "ellipse" as const,
      x: width / 2,
      y: height / 2,
      radiusX: (share * across * width) / (2 * across - 1),
      radiusY: (share * down * height) / (2 * down - 1),
    };
    if (published) return [{ ...circle, stroke: { colour: "#000000", width: 1 } }];
    return [
      { ...circle, stroke: { colour: "#000000", width: 2.2, opacity: 0.55 } },
      { ...circle, stroke: { colour: "#ffffff", width: 1 } },
    ];
  });
}
