/** Small maps in rows, without axes, for composites. With captions and a scale they are rate-map-figure.ts's. */
import type { ColourMapName } from "../colour-map.ts";
import { finiteRange, type Grid, type Range } from "../grid.ts";
import type { PlotArea } from "./axes.ts";
import { heatPixels } from "./heat-pixels.ts";
import { scaleOf } from "./scale.ts";
import { type Panel, placed, type Shape } from "./scene.ts";
import { ink, textSize } from "./theme.ts";

export interface MapTile {
  readonly grid: Grid;
  /** Stand above it, at the left and at the right. */
  readonly captions?: readonly [left: string, right: string] | undefined;
  /** Drawn over it, cut off at its rim. */
  readonly over?: ((area: PlotArea) => readonly Shape[]) | undefined;
}

export interface MapTilesOptions {
  /** Default: that of each map. */
  readonly range?: Range | undefined;
  readonly colourMap: ColourMapName;
  /** What a map spans, in the unit of `over`. */
  readonly spanX: Range;
  readonly spanY: Range;
}

const gap = 10;
const captionHeight = 16;

/** Maps in rows of `columns` that fill the width. */
export function mapTiles(
  tiles: readonly MapTile[],
  columns: number,
  room: number,
  options: MapTilesOptions,
): Panel {
  const { spanX, spanY, range, colourMap } = options;
  const width = (room + gap) / columns - gap;
  const height = (width * (spanY[1] - spanY[0])) / (spanX[1] - spanX[0]);
  const captioned = tiles.some(({ captions }) => captions) ? captionHeight : 0;
  const pitch = captioned + height + gap;
  const upwards = scaleOf({ label: "", range: spanY }, height);
  const area = {
    ...{ width, height, x: scaleOf({ label: "", range: spanX }, width) },
    y: (value: number) => height - upwards(value),
  };
  const shapes = tiles.map(({ grid, captions, over }, i) => {
    const own = range ?? finiteRange(grid.values) ?? ([0, 0] as const);
    const parts: Shape[] = [
      ...(captions ? captionsOf(captions, width) : []),
      {
        ...{ kind: "group", x: 0, y: captioned, clip: { width, height } },
        shapes: [
          { kind: "image", x: 0, y: 0, width, height, pixels: heatPixels(grid, own, colourMap) },
          ...(over?.(area) ?? []),
        ],
      },
    ];
    const place = { width, height: captioned + height, shapes: parts };
    return placed(place, (i % columns) * (width + gap), Math.floor(i / columns) * pitch);
  });
  return { width: room, height: Math.ceil(tiles.length / columns) * pitch - gap, shapes };
}

function captionsOf([left, right]: readonly [string, string], width: number): Shape[] {
  const text = { kind: "text", y: 12, size: textSize.small, colour: ink.strong } as const;
  return [
    { ...text, x: 0, text: left, bold: true },
    { ...text, x: width, text: right, anchor: "end" },
  ];
}
