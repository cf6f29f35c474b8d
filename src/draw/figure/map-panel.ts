/** One map with axes and colour bar, as a part of a picture. Many at once are rate-map-figure.ts's. */
import type { ColourMapName } from "../colour-map.ts";
import { finiteRange, type Grid, type Range } from "../grid.ts";
import { framed, type PlotArea } from "./axes.ts";
import { colourKey, unvisitedKey } from "./colour-key.ts";
import { fitted } from "./compose.ts";
import { heatPixels } from "./heat-pixels.ts";
import { type Panel, placed, type Shape } from "./scene.ts";

export interface MapPanelOptions {
  readonly grid: Grid;
  /** Default: lowest and highest value of the map. */
  readonly range?: Range | undefined;
  readonly colourMap: ColourMapName;
  /** Quantity and unit of the values. */
  readonly keyLabel: string;
  /** What the map spans, in the unit of the labels. */
  readonly spanX: Range;
  readonly spanY: Range;
  readonly labelX: string;
  readonly labelY: string;
  /** Pixels of the longer side, unless a width is given. */
  readonly size: number;
  /** Of the whole panel. */
  readonly width?: number | undefined;
  readonly over?: ((area: PlotArea) => readonly Shape[]) | undefined;
}

/** A heat map in the shape of the space it spans, with axes and colour bar. @throws RangeError when no value is finite */
export const mapPanel = (options: MapPanelOptions): Panel =>
  fitted(
    (size) => sizedMap(options, size),
    options.width,
    options.size,
    slopeOf(options.spanX, options.spanY),
  );

function sizedMap(options: MapPanelOptions, size: number): Panel {
  const { grid, spanX, spanY, colourMap } = options;
  const range = options.range ?? finiteRange(grid.values);
  if (!range) throw new RangeError("a map without values cannot be drawn");
  const area = areaFor(spanX, spanY, size);
  const frame = framed({
    ...area,
    ...{ sizeOf: "area", closed: true, grid: false },
    x: { label: options.labelX, range: spanX },
    y: { label: options.labelY, range: spanY },
    draw: (plot) => [
      { kind: "image", x: 0, y: 0, ...area, pixels: heatPixels(grid, range, colourMap) },
      ...(options.over?.(plot) ?? []),
    ],
  });
  const key = colourKey({ range, label: options.keyLabel, colourMap, height: area.height });
  const keyX = frame.area.x + area.width + 14;
  const holes = Array.from(grid.values).some(Number.isNaN)
    ? [placed({ width: 0, height: 0, shapes: unvisitedKey(0) }, frame.area.x, frame.height + 2)]
    : [];
  return {
    width: keyX + key.width,
    height: frame.height + (holes.length > 0 ? 18 : 0),
    shapes: [...frame.shapes, placed(key, keyX, frame.area.y), ...holes],
  };
}

/** Of the longer side, what the width is. */
export const slopeOf = (spanX: Range, spanY: Range): number => areaFor(spanX, spanY, 1).width;

/** Pixels of a plotting area in the shape of what it spans. */
export function areaFor(spanX: Range, spanY: Range, size: number): { width: number; height: number } {
  const [x, y] = [spanX[1] - spanX[0], spanY[1] - spanY[0]];
  return { width: (size * x) / Math.max(x, y), height: (size * y) / Math.max(x, y) };
}

/** From one end to the other of a side that is centred at 0. */
export const spanOf = (side: number): Range => [-side / 2, side / 2];
