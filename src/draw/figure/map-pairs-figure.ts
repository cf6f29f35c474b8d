/** A picture of many maps, each beside its autocorrelogram. Neither is computed here. */
import type { ColourMapName } from "../colour-map.ts";
import { finiteRange } from "../grid.ts";
import { type AutocorrelogramData, ringEdges, shiftSpans } from "./autocorrelogram-figure.ts";
import { writtenColourKey } from "./colour-key.ts";
import { beside, type Heading, roomIn, stacked, withHeading } from "./compose.ts";
import { spanOf } from "./map-panel.ts";
import { mapTiles } from "./map-tiles.ts";
import type { Panel, Scene } from "./scene.ts";
import { signedText } from "./text.ts";

export interface MapPair extends AutocorrelogramData {
  readonly unit: number;
  readonly score: number;
}

const usualPair = 184;
const leastPair = 150;
const [pairGap, mapGap] = [20, 6];
const pairsPerRow = 4;

/** In reading order: number, score, the map from its lowest to its highest value, its autocorrelogram from -1 to 1. */
export function mapPairsFigure(
  pairs: readonly MapPair[],
  heading: Heading,
  colourMap: ColourMapName,
  width?: number,
): Scene {
  if (pairs.length === 0) throw new RangeError("no maps, no picture");
  const most = Math.min(pairsPerRow, Math.max(2, pairs.length));
  const room = roomIn(width) ?? most * (usualPair + pairGap) - pairGap;
  const columns = Math.max(1, Math.min(most, Math.floor((room + pairGap) / (leastPair + pairGap))));
  const each = (room + pairGap) / columns - pairGap;
  const rows = Array.from({ length: Math.ceil(pairs.length / columns) }, (_, row) =>
    beside(
      pairs.slice(row * columns, (row + 1) * columns).map((pair) => pairPanel(pair, colourMap, each)),
      pairGap,
    ),
  );
  const unvisited = pairs.some(({ rateMap }) => Array.from(rateMap.values).some(Number.isNaN));
  const keys = [
    writtenColourKey({ lowest: "lowest", highest: "peak of each map", colourMap, unvisited, room }),
    writtenColourKey({ lowest: "\u22121", highest: "1, correlation at each shift", colourMap, room }),
  ];
  return withHeading(stacked([stacked(rows, 12), stacked(keys, 8)], 14), heading, width);
}

function pairPanel(pair: MapPair, colourMap: ColourMapName, width: number): Panel {
  const { unit, score, rateMap, autocorrelogram, arena } = pair;
  const side = (width - mapGap) / 2;
  const spans = { spanX: spanOf(arena.width), spanY: spanOf(arena.height) };
  const captions = [`#${unit}`, ""] as const;
  const map = mapTiles([{ grid: rateMap, captions }], 1, side, {
    ...{ colourMap, ...spans, range: finiteRange(rateMap.values) ?? [0, 0] },
  });
  const tile = {
    grid: autocorrelogram,
    over: ringEdges(pair),
    captions: ["", signedText(score, 2)] as const,
  };
  const shifts = mapTiles([tile], 1, side, { colourMap, range: [-1, 1], ...shiftSpans(pair) });
  return { ...beside([map, shifts], mapGap), width };
}
