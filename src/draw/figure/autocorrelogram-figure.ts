/** A picture of one map and of its autocorrelogram. Neither that nor its ring is computed here. */
import type { ColourMapName } from "../colour-map.ts";
import type { Grid, Range } from "../grid.ts";
import type { PlotArea } from "./axes.ts";
import { arranged, type Heading, type Part, roomIn, stacked, textPanel, withHeading } from "./compose.ts";
import { mapPanel, spanOf } from "./map-panel.ts";
import type { Scene, Shape } from "./scene.ts";

export interface AutocorrelogramData {
  readonly rateMap: Grid;
  /** Row by row the shifts from one below to one above, shift 0 in the middle; NaN where nothing overlaps. */
  readonly autocorrelogram: Grid;
  /** Sides of the box, m. */
  readonly arena: { readonly width: number; readonly height: number };
  /** Ring to draw: inner and outer radius as shares of the sides of the box. */
  readonly ring: readonly [inner: number, outer: number];
}

/** One unit of several. */
export interface NamedAutocorrelogram extends AutocorrelogramData {
  /** Stands above it. */
  readonly name: string;
}

const size = 300;
const least = 190;

/** A rate map beside its autocorrelogram, with the ring in which a score was reached; of several units one below the other. */
export function autocorrelogramFigure(
  units: readonly NamedAutocorrelogram[],
  heading: Heading,
  colourMap: ColourMapName,
  width?: number,
): Scene {
  const rows = units.map((unit) => {
    const maps = arranged(mapsOf(unit, colourMap), roomIn(width), least, 28);
    return units.length === 1 ? maps : stacked([textPanel(unit.name), maps], 6);
  });
  return withHeading(stacked(rows), heading, width);
}

/** What the shifts of an autocorrelogram span, m: a pixel is one bin wide, as in the rate map. */
export const shiftSpans = ({ rateMap, autocorrelogram, arena }: AutocorrelogramData) => ({
  spanX: spanOf((arena.width * autocorrelogram.columns) / rateMap.columns),
  spanY: spanOf((arena.height * autocorrelogram.rows) / rateMap.rows),
});

/** The ring, to be drawn over the autocorrelogram. */
export const ringEdges =
  ({ ring, arena }: AutocorrelogramData) =>
  (area: PlotArea): Shape[] =>
    ring.flatMap((share) => ringEdge(share, arena, area));

/** The two maps of a unit. */
function mapsOf(data: AutocorrelogramData, colourMap: ColourMapName): [rates: Part, shifts: Part] {
  const { rateMap, autocorrelogram, arena } = data;
  return [
    (width) =>
      mapPanel({
        ...{ grid: rateMap, colourMap, size, width, keyLabel: "mean activity (arbitrary units)" },
        ...{ spanX: spanOf(arena.width), spanY: spanOf(arena.height), labelX: "x (m)", labelY: "y (m)" },
      }),
    (width) =>
      mapPanel({
        ...{ grid: autocorrelogram, colourMap, size, width, range: [-1, 1] as Range },
        ...{ ...shiftSpans(data), labelX: "shift in x (m)", labelY: "shift in y (m)" },
        keyLabel: "correlation (no unit)",
        over: ringEdges(data),
      }),
  ];
}

/** White on dark, so that it shows on every colour. */
function ringEdge(share: number, arena: AutocorrelogramData["arena"], { x, y }: PlotArea): Shape[] {
  const place = {
    kind: "ellipse",
    x: x(0),
    y: y(0),
    radiusX: x(share * arena.width) - x(0),
    radiusY: y(0) - y(share * arena.height),
  } as const;
  return [
    { ...place, stroke: { colour: "#000000", width: 3.5, opacity: 0.55 } },
    { ...place, stroke: { colour: "#ffffff", width: 1.6 } },
  ];
}
