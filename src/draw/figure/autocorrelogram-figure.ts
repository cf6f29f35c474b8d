/** A picture of one map and of its autocorrelogram. Neither that nor its ring is computed here. */
import type { ColourMapName } from "../colour-map.ts";
import type { Grid, Range } from "../grid.ts";
import type { PlotArea } from "./axes.ts";
import { beside, type Heading, withHeading } from "./compose.ts";
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

const size = 300;

/** A rate map beside its autocorrelogram, with the ring in which a score was reached. */
export function autocorrelogramFigure(
  data: AutocorrelogramData,
  heading: Heading,
  colourMap: ColourMapName,
): Scene {
  const { rateMap, autocorrelogram, arena, ring } = data;
  const rates = mapPanel({
    ...{ grid: rateMap, colourMap, size, keyLabel: "mean activity (arbitrary units)" },
    ...{ spanX: spanOf(arena.width), spanY: spanOf(arena.height), labelX: "x (m)", labelY: "y (m)" },
  });
  // A pixel is one bin wide, as in the rate map.
  const spanX = spanOf((arena.width * autocorrelogram.columns) / rateMap.columns);
  const spanY = spanOf((arena.height * autocorrelogram.rows) / rateMap.rows);
  const shifts = mapPanel({
    ...{ grid: autocorrelogram, colourMap, size, range: [-1, 1] as Range, keyLabel: "correlation (no unit)" },
    ...{ spanX, spanY, labelX: "shift in x (m)", labelY: "shift in y (m)" },
    over: (area) => ring.flatMap((share) => ringEdge(share, arena, area)),
  });
  return withHeading(beside([rates, shifts], 28), heading);
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
